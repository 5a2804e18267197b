import type { ApiDependencies } from "../../../src/adapters/http/api-environment.ts";
import { makeApiHandler } from "../../../src/adapters/http/api-handler.ts";
import { policy, tenant } from "./model-policy.ts";
import { neverAsked } from "./surroundings.ts";

type TenantUseCases = ReturnType<ApiDependencies["useCasesOf"]>;
type Asked =
  | "requests"
  | "auditLog"
  | "fileRequest"
  | "decideRequest"
  | "cancelRequest"
  | "reviewEmergency"
  | "delegations";

/** The API, with what a story comes to. */
export function makeApi(
  now: () => Date,
  useCases: Pick<TenantUseCases, Asked>,
): ReturnType<typeof makeApiHandler> {
  const all = {
    ...useCases,
    runSelfService: neverAsked("self-service"),
    tryRequest: neverAsked("trying"),
    replayPolicy: neverAsked("replays"),
    webhooks: neverAsked("webhooks"),
  };
  return makeApiHandler({
    now,
    meter: { record: () => {} },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    tenant,
    policy,
    useCasesOf: () => all,
    questionReviews: neverAsked("question reviews"),
    reviewWorkflow: neverAsked("question reviews"),
    checkApiKey: async () => undefined,
    // Nobody here calls so often.
    limitRate: async () => ({ isGranted: true }),
    checkTables: async () => {},
    waitSeconds: 1,
  });
}
