import type { PersonId } from "../../core/person.ts";
import type { ApprovalRequest, RequestId, Risk, Status } from "../../core/request.ts";
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

export interface RequestStore {
  /** The request as it is now, not as it was a moment ago. */
  find(id: RequestId): Promise<ApprovalRequest | undefined>;
  /**
   * Saves a new request and its event, both or neither. Where the same `correlationId` has already made a request, its id
   * is returned and nothing is saved.
   */
  create(change: Change, correlationId: string): Promise<RequestId>;
  /** The request that this correlation id has made; nothing once that is more than a month ago. */
  findCreated(tenant: string, correlationId: string, now: Date): Promise<RequestId | undefined>;
  /**
   * Saves a changed request and its event, both or neither, and with them the turn at its target where one is given;
   * `conflict` when another change of the one or the other came first.
   */
  save(change: Change, turn?: Turn): Promise<"saved" | "conflict">;
  listByStatus(tenant: string, status: Status, query: PageQuery): Promise<Page<RequestSummary>>;
  listByRequester(requester: PersonId, query: PageQuery): Promise<Page<RequestSummary>>;
  listByInstance(instanceId: string, query: PageQuery): Promise<Page<RequestSummary>>;
  /** The ids of requests for which it is time to do something, the longest due first. */
  listDue(now: Date, query: PageQuery): Promise<Page<RequestId>>;
}
