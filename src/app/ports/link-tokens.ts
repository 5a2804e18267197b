import type { PersonId } from "../../core/person.ts";
import type { ApprovalRequest } from "../../core/request.ts";

/** Makes a token for one recipient's links to one request as it is now, and gives it raw: it is kept nowhere but as a hash. */
export type IssueToken = (request: ApprovalRequest, recipient: PersonId) => Promise<string>;
