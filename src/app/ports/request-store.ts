import type { PersonId } from "../../core/person.ts";
import type { ApprovalRequest, RequestId, Status } from "../../core/request.ts";
import type { Risk } from "../../core/risk.ts";
import type { Change } from "../../core/transitions/change.ts";
import type { Turn } from "../../core/turn.ts";

/** What a list shows of a request. */
export interface RequestSummary {
  readonly id: RequestId;
  readonly status: Status;
  /** The RDS operation, or the intent's kind where there is none. */
  readonly operation: string;
  readonly subject: string;
  readonly environment: string;
  readonly risk: Risk;
  readonly requestedBy: PersonId;
  readonly requestedAt: Date;
  readonly approvalsRequired: number;
  readonly approvalsReceived: number;
  readonly expiresAt: Date;
  /** When it became what its status says. */
  readonly changedAt: Date;
}

/** One page of a list, the newest first unless it says otherwise; `next` asks for the page after it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

export interface PageQuery {
  /** 1 to 100. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What a list is about; what is left out is not asked. */
export interface RequestFilter {
  readonly statuses?: readonly Status[] | undefined;
  readonly requester?: PersonId | undefined;
  readonly environment?: string | undefined;
  /** The catalogue's name, or an action's. */
  readonly operation?: string | undefined;
  /** The bare name. */
  readonly instanceId?: string | undefined;
  /** Asked for at this moment or later. */
  readonly from?: Date | undefined;
  /** Asked for before this moment, or at it. */
  readonly to?: Date | undefined;
}

/** Requests that are open, the one asked for first at the head. */
export interface WaitingList {
  readonly items: readonly RequestSummary[];
  /** Whether every open request was looked at: only so many are. */
  readonly isWhole: boolean;
}

export interface RequestStore {
  /** The request as it is now, not as it was a moment ago. */
  find(id: RequestId): Promise<ApprovalRequest | undefined>;
  /**
   * Saves a new request and its event, both or neither. Where the same `correlationId` has already made a request, its id
   * is returned and nothing is saved; the same goes for the `alias`, a second name of the same submission.
   */
  create(change: Change, correlationId: string, alias?: string): Promise<RequestId>;
  /** The request that this correlation id has made; nothing once that is more than a month ago. */
  findCreated(tenant: string, correlationId: string, now: Date): Promise<RequestId | undefined>;
  /**
   * Saves a changed request and its event, both or neither, and with them the turn at its target where one is given;
   * `conflict` when another change of the one or the other came first.
   */
  save(change: Change, turn?: Turn): Promise<"saved" | "conflict">;
  /** One tenant's requests. A page may be shorter than asked and still have a `next`: it reads so many and no more. */
  search(tenant: string, filter: RequestFilter, query: PageQuery): Promise<Page<RequestSummary>>;
  listByStatus(tenant: string, status: Status, query: PageQuery): Promise<Page<RequestSummary>>;
  listByRequester(tenant: string, requester: PersonId, query: PageQuery): Promise<Page<RequestSummary>>;
  listByInstance(tenant: string, instanceId: string, query: PageQuery): Promise<Page<RequestSummary>>;
  /** Those that wait for one of these people, 20 at most, to decide in their own right. */
  listWaitingFor(tenant: string, people: readonly PersonId[]): Promise<WaitingList>;
  /** The ids of requests for which it is time to do something, the longest due first. */
  listDue(now: Date, query: PageQuery): Promise<Page<RequestId>>;
}
