import { randomBytes } from "node:crypto";
import { makeSubmitAction } from "../../app/action/submit-action.ts";
import { readPolicy } from "../../app/files/read-policy.ts";
import { findNamed } from "../../app/find-named.ts";
import { requestsOfTenant } from "../../app/requests-of-tenant.ts";
import { makeDocumentClient } from "../../aws/dynamodb/document-client.ts";
import { makeDynamoDbRequestStore } from "../../aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../aws/dynamodb/tables.ts";
import { newRequestId } from "../../chance/new-request-id.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import type { Result } from "../../core/result.ts";
import { loadEnvironment, readConfigFile, readTextFile } from "../read-config-file.ts";
import { type TriggerConfig, triggerConfigSchema } from "./trigger-config.ts";

/** What a monitoring system asks for. */
interface Asked {
  readonly subject: string;
  readonly issue: string;
  readonly action: string;
  readonly parameters: JsonObject;
  readonly correlationId: string;
}

export interface Trigger {
  readonly config: TriggerConfig;
  readonly pathOf: (path: string) => string;
  ask(asked: Asked): Promise<Result<ApprovalRequest, Refusal>>;
  /** Nothing where there is no action of that id. */
  find(id: string): Promise<ApprovalRequest | undefined>;
  close(): void;
}

/** Opens the trigger of a configuration file. Throws a `ConfigFileError` or `PolicyFileError` that says what is wrong. */
export function openTrigger(file: string): Trigger {
  const { content: config, pathOf } = readConfigFile(file, triggerConfigSchema);
  loadEnvironment(config.env_file && pathOf(config.env_file), file);
  const policy = readPolicy(readTextFile(pathOf(config.policy), file), config.policy);
  const documents = makeDocumentClient({ region: config.region });
  const requests = requestsOfTenant(
    makeDynamoDbRequestStore(documents, tableNamesOf(config.stage)),
    config.tenant,
  );
  const submit = makeSubmitAction({
    requests,
    policy,
    tenant: config.tenant,
    now: () => new Date(),
    newRequestId,
    newNonce: () => randomBytes(16).toString("hex"),
  });
  const by = { id: config.requester, name: config.requester };
  return {
    config,
    pathOf,
    ask: (asked) => submit({ ...asked, by, surface: "api" }),
    find: async (id) => {
      const request = await findNamed(requests, id);
      return request?.intent.kind === "message" ? request : undefined;
    },
    close: () => documents.destroy(),
  };
}
