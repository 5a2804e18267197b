import { makeCheckApiKey } from "../app/api/check-api-key.ts";
import { makeFileRequest } from "../app/api/file-request.ts";
import { makeLimitRate } from "../app/api/limit-rate.ts";
import { makeReplayPolicy } from "../app/api/replay-policy.ts";
import { makeRunSelfService } from "../app/api/run-self-service.ts";
import { makeTryRequest } from "../app/api/try-request.ts";
import { makeDynamoDbApiKeyStore } from "../aws/dynamodb/api-key-store.ts";
import { makeDynamoDbQuestionReviews } from "../aws/dynamodb/question-reviews.ts";
import { makeDynamoDbRateStore } from "../aws/dynamodb/rate-store.ts";
import { tableNamesOf } from "../aws/dynamodb/tables.ts";
import { makeStepFunctionsReviewWorkflow } from "../aws/step-functions/review-workflow.ts";
import { makeStepFunctionsClient } from "../aws/step-functions/waiting-workflow.ts";
import { newRequestId } from "../chance/new-request-id.ts";
import { type Config, required } from "../config.ts";
import { oncePer } from "../core/once-per.ts";
import { makeMeter } from "../metrics.ts";
import { systemClock, wirePolicy, wireUseCases } from "../wiring.ts";
import { documentClientOf } from "./document-client-of.ts";
import { wireWebhookManagement } from "./wire-webhooks.ts";

/** What the API's routes call: the use cases of each tenant, and how callers are known and counted. */
export function wireApi(config: Config) {
  const policy = wirePolicy(config);
  const client = documentClientOf(config);
  const tables = tableNamesOf(config.stage);
  const keys = makeDynamoDbApiKeyStore(client, tables);
  const { burst, per_minute: perMinute } = policy.api.rate;
  const useCasesOf = oncePer((tenant) => wireTenant({ ...config, tenant }));
  return {
    ...systemClock,
    meter: makeMeter(config),
    tenant: config.tenant,
    policy,
    useCasesOf,
    questionReviews: makeDynamoDbQuestionReviews(client, tables),
    reviewWorkflow: makeStepFunctionsReviewWorkflow(
      makeStepFunctionsClient(),
      required(config.questionReviewArn, "QUESTION_REVIEW_ARN"),
    ),
    checkApiKey: makeCheckApiKey({ ...systemClock, keys }),
    limitRate: makeLimitRate({
      ...systemClock,
      rates: makeDynamoDbRateStore(client, tables),
      limit: { burst, perMinute },
    }),
    checkTables: async () => {
      await useCasesOf(config.tenant).requests.find(newRequestId());
    },
    waitSeconds: config.apiWaitSeconds,
  };
}

function wireTenant(config: Config) {
  const useCases = wireUseCases(config);
  const webhooks = wireWebhookManagement(config);
  const asking = { ...useCases, newRequestId };
  return {
    ...useCases,
    runSelfService: makeRunSelfService(useCases),
    fileRequest: makeFileRequest({ ...useCases, checkWebhookUrl: webhooks.checkUrl }),
    tryRequest: makeTryRequest(asking),
    replayPolicy: makeReplayPolicy(useCases),
    webhooks,
  };
}
