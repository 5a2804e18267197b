import { afterEach, beforeEach, expect, test } from "vitest";
import { makeSpreadDelegations } from "../../../src/app/delegation/spread-delegations.ts";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { accepted, type Desk, openDesk } from "../../support/desk.ts";
import { everyDeath, type Life, mortal } from "../../support/mortal.ts";
import { dana, priya, startWorkbench, tenant, tom, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeEach(async () => {
  bench = await startWorkbench();
});
afterEach(() => bench.stop());

/** Two open requests, and a delegation that has begun since they were asked for. */
async function askAndDelegate(desk: Desk): Promise<readonly RequestId[]> {
  const asked = [(await desk.ask()).id, (await desk.ask()).id];
  desk.pass(60);
  const until = `${new Date(desk.now().getTime() + 86_400_000).toISOString().slice(0, 16)}Z`;
  accepted(
    await desk.delegate.delegate({ by: priya, to: tom, from: "", until, reason: "", surface: "slack" }),
  );
  return asked;
}

function spreadIn(desk: Desk, life: Life) {
  const { requests, delegations } = desk.ports;
  return makeSpreadDelegations({
    ...desk.ports,
    ...mortal({ requests, delegations }, life),
    tenant,
    onFailure: () => {},
  });
}

test("wherever a process dies over telling of a delegation, the next one tells each request, once", async () => {
  const desk = await openDesk(bench);
  let deaths = 0;
  for (const life of everyDeath(8)) {
    const asked = await askAndDelegate(desk);

    await spreadIn(
      desk,
      life,
    )(50).catch(() => {
      deaths += 1;
    });
    await spreadIn(desk, { calls: Number.POSITIVE_INFINITY, end: "before" })(50);

    for (const id of asked) {
      expect(await desk.eventKinds(id), `after call ${life.calls}`).toEqual(["created", "delegated"]);
    }
    // All that is open is walked over: nothing is left of a life's.
    await desk.delegate.undelegate({ by: priya, other: undefined, surface: "api" });
    for (const id of asked) await desk.cancel(id, { by: dana, surface: "api" });
    desk.pass(60);
  }

  expect(deaths).toBeGreaterThan(5);
}, 30_000);

test("a request that could not be told is told with the next call of the same process", async () => {
  const desk = await openDesk(bench);
  const asked = await askAndDelegate(desk);
  let failures = 0;
  const requests: Desk["requests"] = {
    ...desk.requests,
    save: async (change, turn) => {
      if (change.request.id === asked[0] && failures === 0) throw new GatewayError("DynamoDB did not answer");
      return desk.requests.save(change, turn);
    },
  };
  const onFailure = () => {
    failures += 1;
  };
  const spread = makeSpreadDelegations({ ...desk.ports, requests, tenant, onFailure });

  const told = [await spread(50), await spread(50), await spread(50)];

  expect(told).toEqual([1, 1, 0]);
  expect(failures).toBe(1);
  for (const id of asked) expect(await desk.eventKinds(id)).toEqual(["created", "delegated"]);
});
