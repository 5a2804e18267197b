import type { Policy } from "../../core/policy/policy.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { IssueAnalyticsLink } from "../analytics/analytics-link.ts";
import type { CancelRequest } from "../cancel-request.ts";
import type { DecideRequest } from "../decide-request.ts";
import type { Delegations } from "../delegation/delegate.ts";
import type { OpenHome } from "../home/open-home.ts";
import type { Inventory } from "../ports/inventory.ts";
import type { RequestStore } from "../ports/request-store.ts";
import type { AskPreflight } from "../preflight/ask-preflight.ts";
import type { ReviewEmergency } from "../review-emergency.ts";
import type { RevertRequest } from "../submit/revert-request.ts";
import type { SubmitRequest } from "../submit/submit-request.ts";

/** What people can do in every chat, and what is read to show it to them. */
export interface ChatUseCases {
  readonly submitRequest: SubmitRequest;
  readonly decideRequest: DecideRequest;
  readonly cancelRequest: CancelRequest;
  readonly revertRequest: RevertRequest;
  readonly askPreflight: AskPreflight;
  readonly delegations: Delegations;
  readonly issueAnalyticsLink: IssueAnalyticsLink;
  readonly reviewEmergency: ReviewEmergency;
  readonly openHome: OpenHome;
  /** Finds the tenant's own: another's is not there. */
  readonly requests: Pick<RequestStore, "find" | "listByStatus" | "listByRequester">;
  readonly inventory: Pick<Inventory, "listNamed" | "search">;
  readonly policy: Policy;
  readonly prices: PriceTable;
  readonly tenant: string;
  readonly now: () => Date;
}
