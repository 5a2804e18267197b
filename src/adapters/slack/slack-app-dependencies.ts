import type { WebClient } from "@slack/web-api";
import type { IssueAnalyticsLink } from "../../app/analytics/analytics-link.ts";
import type { CancelRequest } from "../../app/cancel-request.ts";
import type { DecideRequest, ReviewRequest } from "../../app/decide-request.ts";
import type { Delegations } from "../../app/delegation/delegate.ts";
import type { OpenHome } from "../../app/home/open-home.ts";
import type { Inventory } from "../../app/ports/inventory.ts";
import type { RequestStore } from "../../app/ports/request-store.ts";
import type { AskPreflight } from "../../app/preflight/ask-preflight.ts";
import type { ReviewEmergency } from "../../app/review-emergency.ts";
import type { RevertRequest } from "../../app/submit/revert-request.ts";
import type { SubmitRequest } from "../../app/submit/submit-request.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { FindPerson } from "./find-person.ts";

/** What people can do in Slack, and what is read to show it to them. */
export interface SlackUseCases {
  readonly submitRequest: SubmitRequest;
  readonly reviewRequest: ReviewRequest;
  readonly decideRequest: DecideRequest;
  readonly cancelRequest: CancelRequest;
  readonly revertRequest: RevertRequest;
  readonly askPreflight: AskPreflight;
  readonly delegations: Delegations;
  readonly issueAnalyticsLink: IssueAnalyticsLink;
  readonly reviewEmergency: ReviewEmergency;
  readonly openHome: OpenHome;
  readonly requests: Pick<RequestStore, "find" | "listByStatus" | "listByRequester">;
  readonly inventory: Pick<Inventory, "listNamed" | "search">;
  readonly policy: Policy;
  readonly prices: PriceTable;
  readonly tenant: string;
  readonly now: () => Date;
}

/** The use cases, with Slack itself to ask back. */
export interface SlackAppDependencies extends SlackUseCases {
  readonly client: WebClient;
  readonly findPerson: FindPerson;
}
