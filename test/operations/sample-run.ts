import { type RequestId, requestIdSchema } from "../../src/core/request.ts";
import type { RunContext } from "../../src/operations/frame/operation.ts";
import type { RdsInstance, RdsReader, RdsSnapshot } from "../../src/operations/frame/rds-gateway.ts";
import { sampleInstance } from "../support/sample-instance.ts";

export const requestId: RequestId = requestIdSchema.parse("req-0123456789");

export const orders: RdsInstance = {
  ...sampleInstance({
    id: "prod-orders-01",
    resourceId: "db-ORDERS",
    instanceClass: "db.r6g.large",
    isMultiAz: true,
  }),
  tags: {},
};

export const run: RunContext = {
  requestId,
  instanceId: orders.id,
  place: { account: "123456789012", region: "eu-central-1" },
  claimedAt: new Date("2026-11-20T21:00:00Z"),
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
    findCluster: async () => undefined,
    listClusterEvents: async () => [],
  };
  return { reader, asked };
}
