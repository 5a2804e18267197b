import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { z } from "zod";
import { GatewayError } from "../../app/gateway-error.ts";
import type { AwsClock } from "../../app/ports/inspection.ts";

const answerSchema = z.object({ response: z.object({ headers: z.record(z.string(), z.string()) }) });

/** By the Date header of an answer, which is there as well when a request is refused because the clock is off. */
export function makeAwsClock(client: STSClient, now: () => number = Date.now): AwsClock {
  return {
    ahead: async () => {
      let ahead: number | undefined;
      client.middlewareStack.add(
        (next) => async (args) => {
          const sentAt = now();
          const answer = await next(args);
          const headers = answerSchema.safeParse(answer).data?.response.headers ?? {};
          const date = Date.parse(headers.date ?? headers.Date ?? "");
          // Half of the way there and back; the header's fraction of a second is cut off, so half of that on the average.
          if (!Number.isNaN(date)) ahead = (sentAt + now()) / 2 - (date + 500);
          return answer;
        },
        // Under the one that makes an error of an answer.
        { step: "deserialize", priority: "low", name: "readDate", override: true },
      );
      const refused = await client.send(new GetCallerIdentityCommand({})).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (ahead === undefined) throw new GatewayError("AWS did not say what time it is", { cause: refused });
      return ahead;
    },
  };
}
