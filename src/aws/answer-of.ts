import { GatewayError } from "../app/gateway-error.ts";
import { isDefiniteRefusal } from "./definite-refusal.ts";

/**
 * Awaits a call to AWS. What may pass becomes a `GatewayError`; a definite refusal is thrown as the SDK made it, because it
 * tells of a defect: a missing permission, a wrong name.
 */
export async function answerOf<Answer>(call: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    throw isDefiniteRefusal(cause) ? cause : new GatewayError(`${call} got no usable answer`, { cause });
  }
}
