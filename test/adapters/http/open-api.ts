import { makeCheckApiKey } from "../../../src/app/api/check-api-key.ts";
import { makeFileRequest } from "../../../src/app/api/file-request.ts";
import { makeLimitRate } from "../../../src/app/api/limit-rate.ts";
import { makeReplayPolicy } from "../../../src/app/api/replay-policy.ts";
import { makeRunSelfService } from "../../../src/app/api/run-self-service.ts";
import { makeTryRequest } from "../../../src/app/api/try-request.ts";
import { makeCancelRequest } from "../../../src/app/cancel-request.ts";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { withDelegations } from "../../../src/app/delegation/with-delegations.ts";
import type { ReviewWorkflow } from "../../../src/app/ports/question-reviews.ts";
import type { RateLimit } from "../../../src/app/ports/rate-store.ts";
import type { RequestStore } from "../../../src/app/ports/request-store.ts";
import type { WebhookAttempt } from "../../../src/app/ports/webhook-attempts.ts";
import { requestsOfTenant } from "../../../src/app/requests-of-tenant.ts";
import { makeReviewEmergency } from "../../../src/app/review-emergency.ts";
import { makeSubmitRequest, type SubmitRequest } from "../../../src/app/submit/submit-request.ts";
import { makeManageWebhooks } from "../../../src/app/webhook/manage-webhooks.ts";
import { makeDynamoDbApiKeyStore } from "../../../src/aws/dynamodb/api-key-store.ts";
import { makeDynamoDbQuestionReviews } from "../../../src/aws/dynamodb/question-reviews.ts";
import { makeDynamoDbRateStore } from "../../../src/aws/dynamodb/rate-store.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { newWebhookId } from "../../../src/chance/new-webhook-id.ts";
import { newWebhookSecret } from "../../../src/chance/new-webhook-secret.ts";
import { tenant, type Workbench } from "../../support/workbench.ts";

interface Options {
  readonly submitRequest?: SubmitRequest;
  /** The store as the tenant sees it. */
  readonly requests?: RequestStore;
  readonly limit?: RateLimit;
  readonly reviewWorkflow?: ReviewWorkflow;
}

/** Takes every order, and does nothing: a test that wants more gives the real one. */
const idleWorkflow: ReviewWorkflow = { start: async () => "started" };

/** What the API calls, on the bench's stores: as `wireApi` puts it together. */
export function openApi(
  bench: Workbench,
  { now }: { readonly now: () => Date },
  {
    submitRequest,
    requests,
    limit = { burst: 1_000_000, perMinute: 1_000_000 },
    reviewWorkflow = idleWorkflow,
  }: Options = {},
) {
  const { auditLog, inventory, policy, prices, documents, tables, delegations } = bench;
  const webhookAttempts: WebhookAttempt[] = [];
  return {
    tenant,
    /** What resends have queued. */
    webhookAttempts,
    useCasesOf: (name: string) => {
      const known = withDelegations(bench.requests, { delegations, now });
      const own = requests ?? requestsOfTenant(known, name);
      const ports = { requests: own, auditLog, inventory, policy, prices, now, tenant: name, newRequestId };
      const webhooks = makeManageWebhooks({
        ...ports,
        webhooks: bench.webhooks,
        deliveries: bench.webhookDeliveries,
        attempts: { send: async (attempt) => void webhookAttempts.push(attempt), bury: async () => {} },
        secrets: bench.secrets,
        newWebhookId,
        newSecret: newWebhookSecret,
        urlRules: { allowsLoopback: false },
      });
      const submit = submitRequest ?? makeSubmitRequest(ports);
      return {
        requests: own,
        auditLog,
        runSelfService: makeRunSelfService({ ...ports, submitRequest: submit }),
        fileRequest: makeFileRequest({ ...ports, submitRequest: submit, checkWebhookUrl: webhooks.checkUrl }),
        decideRequest: makeDecideRequest(ports),
        cancelRequest: makeCancelRequest(ports),
        reviewEmergency: makeReviewEmergency(ports),
        delegations: makeDelegations({ ...ports, delegations }),
        tryRequest: makeTryRequest(ports),
        replayPolicy: makeReplayPolicy(ports),
        webhooks,
      };
    },
    questionReviews: makeDynamoDbQuestionReviews(documents, tables),
    reviewWorkflow,
    checkApiKey: makeCheckApiKey({ keys: makeDynamoDbApiKeyStore(documents, tables), now }),
    limitRate: makeLimitRate({ rates: makeDynamoDbRateStore(documents, tables), limit, now }),
    checkTables: async () => {
      await bench.requests.find(newRequestId());
    },
  };
}
