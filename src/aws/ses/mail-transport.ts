import { SESClient, type SESClientConfig, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { z } from "zod";
import { GatewayError, NotDoneError } from "../../app/gateway-error.ts";
import type { MailTransport } from "../../app/ports/mail-transport.ts";
import type { MailOutcome } from "../../app/ports/mailer.ts";
import { boundedClient } from "../bounded-client.ts";
import { composeMessage } from "./compose-message.ts";

interface Options {
  /** `Countersign <countersign@acme.example>`; the address, or its domain, is verified in SES. */
  readonly from: string;
  /** Tells SES where bounces and complaints go. */
  readonly configurationSet: string | undefined;
}

/** One attempt: the SDK's own second one would be a second mail. */
export function makeSesClient(overrides: SESClientConfig = {}): SESClient {
  const bounds = { attempts: 1, connectionMilliseconds: 2000, requestMilliseconds: 8000 };
  return new SESClient({ ...boundedClient(bounds), ...overrides });
}

/** SES as a transport of mails: each goes to one address, tagged with its request. */
export function makeSesMailTransport(client: SESClient, { from, configurationSet }: Options): MailTransport {
  return {
    send: async (mail) => {
      const command = new SendRawEmailCommand({
        Destinations: [mail.to],
        RawMessage: { Data: await composeMessage(from, mail) },
        ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
        Tags: [{ Name: "request_id", Value: mail.requestId }],
      });
      try {
        const { MessageId = "" } = await client.send(command);
        return { kind: "sent", messageId: MessageId };
      } catch (cause) {
        return outcomeOf(cause);
      }
    },
  };
}

const answerSchema = z.object({
  name: z.string(),
  $metadata: z.object({ httpStatusCode: z.number().min(400) }),
});

/** Nothing went out: no connection was made. */
const unconnectedSchema = z.union([
  z.object({ code: z.enum(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]) }),
  z.object({ name: z.literal("CredentialsProviderError") }),
]);

/**
 * SES's "no" is one: it says so before it takes a mail. What its recipient can do nothing for (the rate, an identity that is not
 * verified, a paused account) is still owed once that is mended. Codes: https://docs.aws.amazon.com/ses/latest/APIReference/CommonErrors.html
 */
function outcomeOf(cause: unknown): MailOutcome {
  const answer = answerSchema.safeParse(cause).data;
  if (answer?.name === "InvalidParameterValue") {
    return { kind: "unreachable", reason: "SES takes no mail to it" };
  }
  const isNo = answer && answer.$metadata.httpStatusCode !== 500 && answer.$metadata.httpStatusCode !== 504;
  if (isNo) throw new NotDoneError(`SES did not take the mail: ${answer.name}`, { cause });
  if (unconnectedSchema.safeParse(cause).success) {
    throw new NotDoneError("SES could not be reached", { cause });
  }
  throw new GatewayError("SES did not say whether it took the mail", { cause });
}
