import {
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from "node:http";
import { request as requestHttps } from "node:https";
import type { WebhookCall, WebhookSender } from "../../app/ports/webhook-sender.ts";
import type { WebhookAnswer } from "../../core/webhook/delivery.ts";
import { parseWebhookUrl } from "../../core/webhook/webhook-url.ts";
import { whyNotSent } from "./failure-text.ts";
import { type Resolve, resolveAddress, resolveBySystem } from "./resolve-address.ts";
import { readRetryAfter } from "./retry-after.ts";

interface SenderOptions {
  /** Lets plain HTTP and this machine's own addresses through. */
  readonly allowsLoopback?: boolean;
  readonly resolve?: Resolve;
  /** A certificate authority to trust instead of those that Node knows, as PEM. */
  readonly ca?: string;
  /** From the look-up of the name to the answer's headers. */
  readonly milliseconds?: number;
  readonly now?: () => Date;
}

/** Less than a function has, with what it does before and after. */
const defaultMilliseconds = 10_000;
/** So much of an answer's body is read before the line is cut; nothing of it counts. */
const mostBodyBytes = 16_384;
/** And for so long. */
const bodyMilliseconds = 1000;

/**
 * Sends webhooks by Node's own HTTP client: to the very address that was checked, over a connection of its own, with TLS checked
 * against the host's name. What counts is the status; redirects are not followed, and a body is not waited for.
 */
export function makeHttpsSender(options: SenderOptions = {}): WebhookSender {
  const { allowsLoopback = false, resolve = resolveBySystem, milliseconds = defaultMilliseconds } = options;
  const now = options.now ?? (() => new Date());
  return {
    send: async (call) => {
      const signal = AbortSignal.timeout(milliseconds);
      try {
        // Checked again: the rules may have become stricter since it was registered.
        const parsed = parseWebhookUrl(call.url, { allowsLoopback });
        if (!parsed.ok) return { kind: "none", why: `the address is not allowed: ${parsed.error}` };
        const resolving = resolveAddress(parsed.value, { resolve, allowsLoopback });
        const address = await Promise.race([resolving, failureOf(signal)]);
        return await post(parsed.value, address, call, signal);
      } catch (error) {
        return { kind: "none", why: whyNotSent(error, signal.aborted) };
      }
    },
  };

  function post(url: URL, address: string, call: WebhookCall, signal: AbortSignal): Promise<WebhookAnswer> {
    const body = Buffer.from(call.body, "utf8");
    const { promise, resolve: answer, reject } = Promise.withResolvers<WebhookAnswer>();
    const outgoing = open(url, address, {
      method: "POST",
      path: `${url.pathname}${url.search}`,
      headers: {
        ...call.headers,
        host: url.host,
        "content-type": "application/json",
        "content-length": body.length,
        "user-agent": "Countersign-Webhooks/1",
        connection: "close",
      },
      agent: false,
      signal,
    });
    let isAnswered = false;
    // Once the answer's headers are there, no error of its body changes it.
    outgoing.on("error", (error) => !isAnswered && reject(error));
    outgoing.on("response", (response) => {
      isAnswered = true;
      const status = response.statusCode ?? 0;
      const retryAfterSeconds = readRetryAfter(response.headers["retry-after"], now());
      readAway(response, outgoing, () => answer({ kind: "status", status, retryAfterSeconds }));
    });
    outgoing.end(body);
    return promise;
  }

  function open(url: URL, address: string, common: RequestOptions): ClientRequest {
    const port = url.port === "" ? undefined : url.port;
    if (url.protocol === "http:") return requestHttp({ ...common, host: address, port });
    const name = url.hostname.replace(/\.$/, "");
    // An address has no server name; there is one on this machine alone, and its certificate names it.
    const isName = !/^\[|^[\d.]+$/.test(name);
    return requestHttps({
      ...common,
      host: address,
      port,
      servername: isName ? name : "",
      minVersion: "TLSv1.2",
      ca: options.ca,
      rejectUnauthorized: true,
    });
  }
}

/** Reads what comes of a body, so that a receiver sees no hang-up, and ends it where it is long or slow. */
function readAway(response: IncomingMessage, outgoing: ClientRequest, done: () => void): void {
  let length = 0;
  const timer = setTimeout(() => outgoing.destroy(), bodyMilliseconds);
  response.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > mostBodyBytes) outgoing.destroy();
  });
  // Whatever becomes of the body, the answer was given.
  response.on("error", () => {});
  response.on("close", () => {
    clearTimeout(timer);
    done();
  });
}

function failureOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
