import { after, around, before, calls, type KillPoint, stages } from "./kill-point.ts";

const { saves, keepsDelivery } = calls;
const { isAsked, approvesLast, isApproved } = stages;

const keepsToken = { service: "dynamodb", operation: "PutItem", request: /rds-approval-tokens/ } as const;
const endsToken = { service: "dynamodb", operation: "UpdateItem", request: /rds-approval-tokens/ } as const;
const sends = { service: "mail", operation: "SendRawEmail" } as const;

const mayComeTwice = true as const;

/** Of a snapshot that is approved by a mail's link, the steps that the others do not have, in their order. */
export const mailKillPoints: readonly KillPoint[] = [
  before({ ...isAsked, what: "a link's token is kept", ...keepsToken }),
  before({ ...isAsked, what: "a mail with links is sent", ...sends }),
  after({ ...isAsked, what: "a mail with links is sent", ...sends }),
  after({ ...isAsked, what: "a sent mail is noted", ...keepsDelivery(/email#.*"reference"/) }),
  before({ ...approvesLast, what: "the link's form is saved", ...saves("approved") }),
  after({ ...approvesLast, what: "the link's form is saved", ...saves("approved"), mayComeTwice }),
  ...around({ ...isApproved, what: "the first token is ended", ...endsToken }),
  after({ ...isApproved, what: "a mail without links is sent", ...sends }),
];
