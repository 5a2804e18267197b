import type { Series } from "../../../src/app/ports/metrics.ts";
import type { InstanceDetails } from "../../../src/app/ports/rds-details.ts";
import type { PreflightReadings, Reading } from "../../../src/app/preflight/reading.ts";
import { sampleInstance } from "../../support/sample-instance.ts";

export const asOf = new Date("2026-11-21T01:30:00.000Z");

export const minutesBefore = (minutes: number) => new Date(asOf.getTime() - minutes * 60_000);

export function known<Value>(value: Value): Reading<Value> {
  return { isRead: true, value };
}

/** One value a minute, the last one a minute ago unless said otherwise. */
export function series(values: readonly number[], lastMinutesAgo = 1): Series {
  return values.map((value, index) => ({
    at: minutesBefore(lastMinutesAgo + values.length - 1 - index),
    value,
  }));
}

export function details(changes: Partial<InstanceDetails> = {}): InstanceDetails {
  const {
    tenant: _,
    environment: __,
    environmentSource: ___,
    lastSeenAt: ____,
    ...instance
  } = sampleInstance();
  return { ...instance, tags: {}, latestRestorableTime: minutesBefore(4), ...changes };
}

/** What was read of a small instance at work, with one replica and nothing pending. */
export function readings(changes: Partial<PreflightReadings> = {}): PreflightReadings {
  return {
    instance: known(details({ replicas: ["orders-replica"] })),
    replicas: known([{ id: "orders-replica", status: "available", replication: "replicating" }]),
    snapshot: known({ createdAt: minutesBefore(23.5 * 60), type: "automated" }),
    maintenance: known([]),
    metrics: known({
      cpu: series([10, 20, 60]),
      connections: series([40, 42, 47]),
      replicaLag: new Map([["orders-replica", series([0, 2])]]),
    }),
    ...changes,
  };
}
