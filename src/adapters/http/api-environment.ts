import type { RequestStore } from "../../app/ports/request-store.ts";
import type { RunSelfService } from "../../app/run-self-service.ts";
import type { Person } from "../../core/person.ts";
import type { Policy } from "../../core/policy/policy.ts";

/** What the routes find in Hono's context: what Lambda gave, and who calls. */
export interface ApiEnvironment {
  readonly Bindings: {
    readonly event: unknown;
    readonly lambdaContext?: { readonly getRemainingTimeInMillis: () => number };
  };
  readonly Variables: { person: Person };
}

/** Where the API tells its operators what happened. */
export interface ApiLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ApiDependencies {
  readonly runSelfService: RunSelfService;
  /** Those of one tenant. */
  readonly requests: Pick<RequestStore, "find">;
  readonly policy: Pick<Policy, "callers">;
  readonly now: () => Date;
  readonly log: ApiLog;
  /** How long a synchronous answer may take. */
  readonly waitSeconds: number;
}
