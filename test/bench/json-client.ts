import { Agent, request } from "node:http";

/** Posts JSON over connections that are kept; throws unless it is answered with the status. */
export function makeJsonClient(url: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    post: (path: string, token: string, body: object, status: number): Promise<Record<string, unknown>> =>
      new Promise((resolve, reject) => {
        const sent = request(
          new URL(path, url),
          {
            agent,
            method: "POST",
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          },
          (response) => {
            let text = "";
            response.setEncoding("utf8").on("data", (part: string) => {
              text += part;
            });
            response.on("end", () => {
              if (response.statusCode === status) resolve(JSON.parse(text));
              else reject(new Error(`${path} was answered ${response.statusCode}: ${text}`));
            });
          },
        );
        sent.on("error", reject);
        sent.end(JSON.stringify(body));
      }),
    close: () => agent.destroy(),
  };
}
