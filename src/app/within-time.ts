import { GatewayError } from "./gateway-error.ts";

/** What the promise resolves to; throws a `GatewayError` when that takes longer, and then nobody waits for it any more. */
export async function withinTime<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    const late = () => reject(new GatewayError(`there was no answer within ${milliseconds} ms`));
    timer = setTimeout(late, milliseconds);
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
