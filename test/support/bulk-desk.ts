import { makeRefreshInventory } from "../../src/app/inventory/refresh-inventory.ts";
import type { RunRequest } from "../../src/app/run/run-request.ts";
import { partIdOf } from "../../src/core/bulk/part-id.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import type { InstanceSpec } from "../../src/local/rds/sample-instances.ts";
import { type Desk, type DeskOptions, openDesk } from "./desk.ts";
import { type Life, mortal } from "./mortal.ts";
import { makeRunSteps } from "./run-steps.ts";
import { tenant, type Workbench } from "./workbench.ts";

export type BulkDesk = Awaited<ReturnType<typeof openBulkDesk>>;

/** So many development instances of one team, `dev-orders-1` and on. */
function devOrders(count: number): readonly InstanceSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `dev-orders-${index + 1}`,
    tags: [
      { key: "Environment", value: "development" },
      { key: "Team", value: "payments" },
    ],
  }));
}

/** A desk whose RDS and inventory hold six of those, and which dispatches what its runs save, as the stream does. */
export async function openBulkDesk(bench: Workbench, options: DeskOptions = {}) {
  const desk = await openDesk(bench, {
    instances: devOrders(6),
    leaseSeconds: 1,
    ...options,
  });
  await refresh(desk, options.policy ?? bench.policy);

  // What was committed is announced in the end, whoever died meanwhile.
  const requests: Desk["requests"] = {
    ...desk.requests,
    create: async (change, correlationId) => {
      const id = await desk.requests.create(change, correlationId);
      await desk.dispatch(id);
      return id;
    },
    save: async (change, turn) => {
      const outcome = await desk.requests.save(change, turn);
      if (outcome === "saved") await desk.dispatch(change.request.id);
      return outcome;
    },
  };
  const { now, times } = desk;
  const { policy, prices } = desk.ports;

  function runRequestIn(life: Life): RunRequest {
    const { inventory, turns, rds, runs } = desk.ports;
    const live = mortal({ requests, inventory, turns, rds, runs }, life);
    return makeRunSteps({ ...live, policy, prices, now, times });
  }

  return {
    ...desk,
    runRequest: runRequestIn({ calls: Number.POSITIVE_INFINITY, end: "before" }),
    /** A process that dies over so many calls. */
    runRequestIn,
    async drainBulk(how: Partial<Parameters<Desk["drainRuns"]>[0]> = {}): Promise<void> {
      await desk.drainRuns({ handle: this.runRequest, ...how });
    },
    partsOf: (bulk: ApprovalRequest): Promise<readonly ApprovalRequest[]> => {
      const count = bulk.intent.kind === "bulk" ? bulk.intent.parts.length : 0;
      return Promise.all(Array.from({ length: count }, (_, index) => desk.find(partIdOf(bulk.id, index))));
    },
    /** The names of the instances that something was asked of in RDS, in order, each as often as it was. */
    changed: async (): Promise<readonly string[]> =>
      (await desk.rds.changingCalls())
        .map(({ parameters }) => parameters.DBInstanceIdentifier ?? "")
        .toSorted(),
  };
}

async function refresh({ ports, inventory }: Desk, policy: Workbench["policy"]): Promise<void> {
  const { rds, now } = ports;
  await makeRefreshInventory({ rds, inventory, policy, tenant, now, onFailure: () => {} })();
}
