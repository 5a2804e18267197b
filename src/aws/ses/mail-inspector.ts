import {
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  type SESClient,
} from "@aws-sdk/client-ses";
import type { MailInspector } from "../../app/ports/inspection.ts";
import { answerOf } from "../answer-of.ts";

export function makeSesMailInspector(client: SESClient): MailInspector {
  return {
    quota: async () => {
      const answer = await answerOf("SES GetSendQuota", client.send(new GetSendQuotaCommand({})));
      return { most: answer.Max24HourSend ?? 0, sent: answer.SentLast24Hours ?? 0 };
    },
    identityStatus: async (identity) => {
      const command = new GetIdentityVerificationAttributesCommand({ Identities: [identity] });
      const answer = await answerOf("SES GetIdentityVerificationAttributes", client.send(command));
      return answer.VerificationAttributes?.[identity]?.VerificationStatus;
    },
  };
}
