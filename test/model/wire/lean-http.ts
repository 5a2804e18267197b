import { connect, type Socket } from "node:net";

export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const headEnd = Buffer.from("\r\n\r\n");

/**
 * Posts to a port of this machine over kept connections, each request in one write. Node's own client writes twice and makes a dozen
 * objects, which is most of what a call to an embedded part costs. Only for answers that say how long they are.
 */
export function leanHttp(port: number): (post: Post) => Promise<Answer> {
  const idle: Socket[] = [];

  return ({ headers, body }) =>
    new Promise((resolve, reject) => {
      const socket = idle.pop() ?? connect({ port, host: "127.0.0.1", noDelay: true });
      const chunks: Buffer[] = [];
      const end = (settle: () => void) => {
        socket.removeAllListeners();
        settle();
      };
      socket.ref();
      socket.on("error", (error) => end(() => reject(error)));
      socket.on("close", () => end(() => reject(new Error("the connection was cut"))));
      socket.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        const answer = wholeAnswerIn(chunks.length === 1 ? chunk : Buffer.concat(chunks));
        if (!answer) return;
        end(() => resolve(answer));
        // Nothing listens now, and a kept connection keeps no process alive.
        socket.unref();
        socket.on("error", () => {});
        idle.push(socket);
      });
      const lines = Object.entries({ ...headers, "content-length": String(Buffer.byteLength(body)) });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
      socket.write(`POST / HTTP/1.1\r\n${head}\r\n${body}`);
    });
}

function wholeAnswerIn(bytes: Buffer): Answer | undefined {
  const at = bytes.indexOf(headEnd);
  if (at < 0) return undefined;
  const [first = "", ...lines] = bytes.toString("latin1", 0, at).split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const from = at + headEnd.length;
  const length = Number(headers["content-length"]);
  if (bytes.length < from + length) return undefined;
  return { statusCode: Number(first.split(" ")[1]), headers, body: bytes.subarray(from, from + length) };
}
