import type { CheckApiKey } from "../../app/api/check-api-key.ts";
import type { FileRequest } from "../../app/api/file-request.ts";
import type { LimitRate } from "../../app/api/limit-rate.ts";
import type { ReplayPolicy } from "../../app/api/replay-policy.ts";
import type { RunSelfService } from "../../app/api/run-self-service.ts";
import type { TryRequest } from "../../app/api/try-request.ts";
import type { CancelRequest } from "../../app/cancel-request.ts";
import type { DecideRequest } from "../../app/decide-request.ts";
import type { Delegations } from "../../app/delegation/delegate.ts";
import type { AuditLog } from "../../app/ports/audit-log.ts";
import type { Meter } from "../../app/ports/meter.ts";
import type { QuestionReviews, ReviewWorkflow } from "../../app/ports/question-reviews.ts";
import type { RequestStore } from "../../app/ports/request-store.ts";
import type { ReviewEmergency } from "../../app/review-emergency.ts";
import type { ManageWebhooks } from "../../app/webhook/manage-webhooks.ts";
import type { ApiCaller } from "../../core/api/api-caller.ts";
import type { Person } from "../../core/person.ts";
import type { Policy } from "../../core/policy/policy.ts";

/** What the routes find in Hono's context: what Lambda gave, and who calls. */
export interface ApiEnvironment {
  readonly Bindings: {
    readonly event: unknown;
    readonly lambdaContext?: { readonly getRemainingTimeInMillis: () => number };
  };
  readonly Variables: {
    caller: ApiCaller;
    person: Person;
    /** What the caller tried to do beyond their rights. */
    exceeded?: "role-missing" | "not-the-caller";
  };
}

/** Where the API tells its operators what happened. */
export interface ApiLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What callers of one tenant can do, and see of it: nothing of any other. */
interface TenantUseCases {
  readonly requests: Pick<RequestStore, "find" | "search">;
  readonly auditLog: AuditLog;
  readonly runSelfService: RunSelfService;
  readonly fileRequest: FileRequest;
  readonly decideRequest: DecideRequest;
  readonly cancelRequest: CancelRequest;
  readonly reviewEmergency: ReviewEmergency;
  readonly delegations: Delegations;
  readonly tryRequest: TryRequest;
  readonly replayPolicy: ReplayPolicy;
  readonly webhooks: ManageWebhooks;
}

export interface ApiDependencies {
  /** The deployment's own tenant. */
  readonly tenant: string;
  readonly useCasesOf: (tenant: string) => TenantUseCases;
  readonly policy: Pick<Policy, "callers" | "api" | "hash" | "windows">;
  /** Of the deployment's own tenant alone. */
  readonly reviewWorkflow: ReviewWorkflow;
  readonly questionReviews: QuestionReviews;
  readonly checkApiKey: CheckApiKey;
  readonly limitRate: LimitRate;
  /** Throws when the tables cannot be read. */
  readonly checkTables: () => Promise<void>;
  readonly now: () => Date;
  readonly meter: Meter;
  readonly log: ApiLog;
  /** How long a synchronous answer may take. */
  readonly waitSeconds: number;
}
