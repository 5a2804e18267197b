import type { Life } from "../../support/mortal.ts";
import type { Turnstile } from "./turnstile.ts";

type CloudService = "dynamodb" | "rds" | "cloudwatch" | "sns" | "sqs" | "ses" | "kms" | "states";

/** What a call is, as the other side is asked: the name of an operation of AWS, of a chat's method, of a program on the premises. */
export interface WireCall {
  readonly service: CloudService | "slack" | "teams" | "webhook" | "disk" | "program";
  readonly operation: string;
}

export class ProcessDiedError extends Error {
  override readonly name = "ProcessDiedError";
}

export type Machine = ReturnType<typeof makeMachine>;

/**
 * Where a process runs: everything that it asks of the outside goes through here. From its end on every call throws, and none has an
 * effect: the last one was just not made, or made and not heard of.
 */
export function makeMachine(turnstile: () => Turnstile, onCall: (call: WireCall) => void) {
  let life: Life | undefined;
  let calls = 0;
  let isDead = false;
  const self = {
    async call<Answer>(call: WireCall, work: () => Promise<Answer>): Promise<Answer> {
      if (isDead) throw new ProcessDiedError();
      return turnstile().pass(self, async () => {
        if (isDead) throw new ProcessDiedError();
        calls += 1;
        isDead = life !== undefined && calls > life.calls;
        if (!isDead || life?.end === "after") {
          onCall(call);
          const answer = await work();
          if (!isDead) return answer;
        }
        throw new ProcessDiedError();
      });
    },
    /** A new process, which lives for so long; without end where nothing is said. */
    begin(given?: Life): void {
      life = given;
      calls = 0;
      isDead = false;
    },
    hasDied: () => isDead,
  };
  return self;
}
