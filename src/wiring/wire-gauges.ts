import { makeMeasureGauges } from "../app/measure/measure-gauges.ts";
import { makeDynamoDbAuditLog } from "../aws/dynamodb/audit-log.ts";
import { makeDynamoDbBacklog } from "../aws/dynamodb/backlog.ts";
import { makeDynamoDbDeployedSettings } from "../aws/dynamodb/deployed-settings.ts";
import { tableNamesOf } from "../aws/dynamodb/tables.ts";
import type { Config } from "../config.ts";
import { sha256OfJson } from "../core/json.ts";
import { makeMeter } from "../metrics.ts";
import { systemClock, wireActionStores, wirePolicy } from "../wiring.ts";
import { documentClientOf } from "./document-client-of.ts";

/** How things stand, measured. */
export function wireGauges(config: Config) {
  const { stage, tenant, run, deliveryLeaseSeconds, webhooks } = config;
  const client = documentClientOf(config);
  const tables = tableNamesOf(stage);
  const { hash } = wirePolicy(config);
  const { allowsLoopback } = webhooks;
  return makeMeasureGauges({
    ...systemClock,
    tenant,
    backlog: makeDynamoDbBacklog(client, tables),
    sightings: wireActionStores(config).sightings,
    auditLog: makeDynamoDbAuditLog(client, tables),
    settings: makeDynamoDbDeployedSettings(client, tables),
    settingsHash: sha256OfJson({ hash, run, deliveryLeaseSeconds, allowsLoopback }),
    meter: makeMeter(config),
  });
}
