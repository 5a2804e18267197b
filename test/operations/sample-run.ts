import { type RequestId, requestIdSchema } from "../../src/core/request.ts";
import type { RunContext, TargetInstance } from "../../src/operations/operation.ts";
import type { RdsInstance, RdsReader, RdsSnapshot } from "../../src/operations/rds-gateway.ts";

export const requestId: RequestId = requestIdSchema.parse("req-0123456789");

export const orders: TargetInstance = {
  id: "prod-orders-01",
  engine: "postgres",
  engineVersion: "16.4",
  instanceClass: "db.r6g.large",
  isMultiAz: true,
};

export const run: RunContext = {
  requestId,
  instanceId: orders.id,
  place: { account: "123456789012", region: "eu-central-1" },
  claimedAt: new Date("2026-11-20T21:00:00Z"),
};

export const shownInstance: RdsInstance = {
  ...orders,
  ...run.place,
  resourceId: "db-ORDERS",
  status: "available",
  tags: {},
};

/** An RDS that shows what is given, and otherwise nothing; `asked` notes each question. */
export function rdsThatShows(shown: {
  readonly instance?: RdsInstance;
  readonly snapshot?: RdsSnapshot;
  readonly events?: Awaited<ReturnType<RdsReader["listEvents"]>>;
}) {
  const asked: unknown[] = [];
  const reader: RdsReader = {
    findInstance: async (...question) => {
      asked.push(question);
      return shown.instance;
    },
    findSnapshot: async (...question) => {
      asked.push(question);
      return shown.snapshot;
    },
    listEvents: async (...question) => {
      asked.push(question);
      return shown.events ?? [];
    },
  };
  return { reader, asked };
}
