import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { threadLineOf } from "../../../src/core/announcement.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { partIdOf } from "../../../src/core/bulk/part-id.ts";
import { digestOf } from "../../../src/core/intent.ts";
import { type BulkDesk, openBulkDesk } from "../../support/bulk-desk.ts";
import { makeRunSteps } from "../../support/run-steps.ts";
import { at } from "../../support/sample-instance.ts";
import { freezeInMinutes, timed } from "../../support/timed-policy.ts";
import { priya, startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const six = Array.from({ length: 6 }, (_, index) => `dev-orders-${index + 1}`);
/** The first few, one reboot each. */
function first(count: number, parallel = 2) {
  return { operation: "reboot", instanceId: six.slice(0, count).join(), parameters: { parallel } };
}

const reboot = { operation: "reboot", instanceId: "dev-orders-*", parameters: { parallel: "2" } };

async function started(desk: BulkDesk, asked: Parameters<BulkDesk["askApproved"]>[0] = reboot) {
  const request = await desk.askApproved(asked);
  await desk.dispatch(request.id);
  return request;
}

/** What the thread says of a request. */
async function linesOf(desk: BulkDesk, id: Parameters<BulkDesk["events"]>[0]) {
  return (await desk.events(id)).flatMap((event) => threadLineOf(event)?.text ?? []);
}

/** The most that were running between two events of the record. */
async function mostAtOnce(desk: BulkDesk, id: Parameters<BulkDesk["events"]>[0]): Promise<number> {
  let [running, most] = [0, 0];
  for (const { kind, details } of await desk.events(id)) {
    if (kind === "parts-started") running += (details.instances as readonly string[]).length;
    if (kind === "part-ended") running -= 1;
    most = Math.max(most, running);
  }
  return most;
}

describe("an approved request for several instances", () => {
  test("is done on each of them once, so many at a time, and says each one's end in the thread", async () => {
    const desk = await openBulkDesk(bench);
    const { id } = await started(desk);

    await desk.drainBulk();

    const bulk = await desk.find(id);
    expect(bulk).toMatchObject({
      status: "executed",
      outcome: { result: "available", facts: [{ label: "Done", value: "6 of 6" }], guidance: "" },
    });
    expect(await desk.changed()).toEqual(six);
    expect(await mostAtOnce(desk, id)).toBe(2);
    const lines = await linesOf(desk, id);
    expect(lines[1]).toBe("dev-orders-1, dev-orders-2: started.");
    for (const name of six) {
      expect(lines.filter((line) => new RegExp(`^${name}: done after \\d+ s\\.$`).test(line))).toHaveLength(
        1,
      );
    }
    expect(findBrokenLink(await desk.events(id))).toBeUndefined();
  });

  test("makes a request of each, approved by those who approved the whole, and with the approved digest", async () => {
    const desk = await openBulkDesk(bench);
    const asked = await started(desk);

    await desk.drainBulk();

    const intent = asked.intent.kind === "bulk" ? asked.intent : undefined;
    for (const [index, part] of (await desk.partsOf(asked)).entries()) {
      expect(part).toMatchObject({
        status: "executed",
        partOf: asked.id,
        intent: intent?.parts[index],
        digest: intent && digestOf(intent.parts[index] as never),
        decisions: [{ kind: "approve", by: priya }],
        slackChannels: [],
        description: { title: `Reboot dev-orders-${index + 1}` },
      });
      const events = await desk.events(part.id);
      expect(events[0]?.details).toMatchObject({
        part_of: asked.id,
        approved_digest: asked.digest,
        approved_by: [priya.id],
      });
      expect(findBrokenLink(events)).toBeUndefined();
    }
  });

  test("lists the parts neither among what its requester asked for nor by their status, but by their instance", async () => {
    const desk = await openBulkDesk(bench);
    const asked = await started(desk);

    await desk.drainBulk();

    const own = await desk.requests.listByRequester("acme", asked.requestedBy.id, { limit: 3 });
    const done = await desk.requests.listByStatus("acme", "executed", { limit: 100 });
    const ofInstance = await desk.requests.listByInstance("acme", "dev-orders-3", { limit: 1 });
    const part = partIdOf(asked.id, 2);
    expect(own.items[0]).toMatchObject({
      id: asked.id,
      subject: "6 instances",
      operation: "reboot_instance",
    });
    expect(done.items.map(({ id }) => id)).toContain(asked.id);
    expect(done.items.map(({ id }) => id)).not.toContain(part);
    expect(ofInstance.items.map(({ id }) => id)).toEqual([part]);
  });

  test("goes on when RDS refuses one, and tells which, why, and what to ask for again", async () => {
    const desk = await openBulkDesk(bench);
    await desk.rds.fault({ action: "RebootDBInstance", kind: "error", code: "InvalidDBInstanceState" });
    const { id } = await started(desk);

    await desk.drainBulk();

    const bulk = await desk.find(id);
    const [failed] = (await desk.partsOf(bulk)).filter(({ status }) => status === "failed");
    const name = failed?.intent.kind === "rds" ? failed.intent.instance.id : "";
    expect(bulk).toMatchObject({
      status: "failed",
      outcome: {
        facts: [
          { label: "Done", value: "5 of 6" },
          { label: name, value: expect.stringContaining("failed: The instance is busy or stopped.") },
        ],
        guidance: `One instance is not done, the others are. Look at what is said of each; then ask again for ${name}`,
      },
    });
    expect(await linesOf(desk, id)).toContainEqual(
      expect.stringMatching(new RegExp(`^${name}: failed: The instance is busy or stopped`)),
    );
    expect(await desk.changed()).toEqual(six);
  });

  test("does not touch one that has changed since, asks nobody again, and goes on with the rest", async () => {
    const desk = await openBulkDesk(bench);
    const known = await desk.inventory.find(at("dev-orders-4"));
    if (known) await desk.inventory.save({ ...known, instanceClass: "db.t4g.large" });
    const asked = await started(desk);

    await desk.drainBulk();

    const bulk = await desk.find(asked.id);
    const drifted = (await desk.partsOf(bulk))[3];
    expect(bulk).toMatchObject({
      status: "failed",
      digest: asked.digest,
      outcome: {
        facts: [
          { label: "Done", value: "5 of 6" },
          {
            label: "dev-orders-4",
            value:
              "failed: dev-orders-4 has changed since it was approved: class db.t4g.large → db.t4g.medium. Nothing was done. Ask again for it.",
          },
        ],
      },
    });
    expect(drifted).toMatchObject({ status: "failed", differences: [] });
    expect(await desk.changed()).toEqual(six.filter((name) => name !== "dev-orders-4"));
    expect((await desk.inventory.find(at("dev-orders-4")))?.instanceClass).toBe("db.t4g.medium");
  });
});

describe("a part", () => {
  test("can be neither cancelled nor decided by itself", async () => {
    const desk = await openBulkDesk(bench);
    const asked = await started(desk);
    const [step] = await desk.runSteps.take();
    if (step) await desk.runRequest(step);
    const part = await desk.find(partIdOf(asked.id, 0));

    const cancelled = await desk.cancel(part.id, { by: part.requestedBy, surface: "slack" });
    const reviewed = await desk.beginDecision(part.id, { by: priya, surface: "slack", attempt: "reject" });

    const refusal = { ok: false, error: { kind: "part-of-bulk", bulk: asked.id } };
    expect([cancelled, reviewed]).toEqual([refusal, refusal]);
    expect((await desk.find(part.id)).status).toBe("approved");
  });

  test("is reverted by itself, the whole is not", async () => {
    const desk = await openBulkDesk(bench);
    const asked = await started(desk, { operation: "snapshot", instanceId: "dev-orders-1,dev-orders-2" });
    await desk.drainBulk();
    const command = { by: priya, surface: "slack", correlationId: asked.id } as const;

    const whole = await desk.revert(asked.id, command);
    const part = await desk.revert(partIdOf(asked.id, 1), command);

    expect(whole).toMatchObject({ ok: false, error: { kind: "not-revertible" } });
    expect(part).toMatchObject({
      ok: true,
      value: {
        reverts: partIdOf(asked.id, 1),
        intent: { operation: "delete_snapshot", instance: { id: "dev-orders-2" } },
      },
    });
  });

  test("that could not start for two hours is withdrawn and told as not started", async () => {
    const desk = await openBulkDesk(bench);
    const asked = await started(desk, first(2, 1));
    const [step] = await desk.runSteps.take();
    if (step) await desk.runRequest(step);
    await desk.runSteps.take();
    desk.pass(2 * 3600);

    if (step) await desk.runRequest(step);
    await desk.drainBulk();

    const bulk = await desk.find(asked.id);
    const parts = await desk.partsOf(bulk);
    expect(parts.map(({ status }) => status)).toEqual(["cancelled", "executed"]);
    expect(bulk).toMatchObject({
      status: "failed",
      outcome: {
        facts: [
          { label: "Done", value: "1 of 2" },
          {
            label: "dev-orders-1",
            value: "not started: dev-orders-1 could not start in time. Nothing was done. Ask again for it.",
          },
        ],
      },
    });
    expect(await desk.changed()).toEqual(["dev-orders-2"]);
  });

  test("whose request is lost is told so, and is not made a second time", async () => {
    const desk = await openBulkDesk(bench);
    const asked = await started(desk, first(2));
    const lost = partIdOf(asked.id, 0);
    const { requests, times } = desk;
    const forgetful = {
      ...requests,
      find: async (id: typeof lost) => (id === lost ? undefined : requests.find(id)),
      create: async (change: Parameters<typeof requests.create>[0], correlationId: string) =>
        change.request.id === lost ? lost : requests.create(change, correlationId),
    };
    const runStep = makeRunSteps({ ...desk.ports, requests: forgetful, times });
    const [step] = await desk.runSteps.take();

    if (step) await runStep(step);

    expect(await linesOf(desk, asked.id)).toContainEqual(
      expect.stringMatching(/^dev-orders-1: failed: Its own request is no longer there/),
    );
  });
});

test("a table that does not answer for a moment ends nothing, however long an instance has been running", async () => {
  const desk = await openBulkDesk(bench);
  const asked = await started(desk, { ...first(2), operation: "snapshot" });
  const part = partIdOf(asked.id, 0);
  const [step] = await desk.runSteps.take();
  if (step) await desk.runRequest(step);
  const requests = {
    ...desk.requests,
    find: async (id: typeof part) => {
      if (id === part) throw new GatewayError("the table does not answer");
      return desk.requests.find(id);
    },
  };
  desk.pass(2 * 3600 + 1);
  const runStep = makeRunSteps({ ...desk.ports, requests, times: desk.times });

  await expect(runStep({ requestId: asked.id, step: 0 })).rejects.toThrow(GatewayError);

  const ends = (await desk.events(asked.id)).filter(({ kind }) => kind === "part-ended");
  expect(ends.map(({ details }) => details.instance)).not.toContain("dev-orders-1");
  await desk.drainBulk();
  expect((await desk.find(part)).status).toBe("executed");
});

test("what has not started when a freeze begins or a window closes waits for the end of that, and is told once", async () => {
  const freezes = [freezeInMinutes(30, 90)];
  const desk = await openBulkDesk(bench, { policy: timed(bench.policy, { freezes }) });
  const { id } = await started(desk, first(3, 1));
  const look = () => desk.runRequest({ requestId: id, step: 0 });
  await look();
  await desk.drainRuns({
    handle: async (one) => void (one.requestId === id || (await desk.runRequest(one))),
  });

  desk.pass(40 * 60);
  for (let time = 1; time <= 3; time += 1) await look();
  const held = await desk.find(id);
  const changedByThen = await desk.changed();
  desk.pass(60 * 60);
  await look();
  await desk.drainBulk();

  expect(held).toMatchObject({ status: "executing", run: { parts: [{ end: { result: "available" } }] } });
  expect(changedByThen).toEqual(["dev-orders-1"]);
  const toldHeld = (await linesOf(desk, id)).filter((line) => line.includes("Held"));
  expect(toldHeld).toEqual([
    expect.stringMatching(
      /Held: the 2 that are left start .* UTC, after the freeze sales \(the shop is full\) until .* UTC\.$/,
    ),
  ]);
  expect(await desk.find(id)).toMatchObject({ status: "executed" });
  expect(await desk.changed()).toEqual(six.slice(0, 3));
});

describe("when messages are late, doubled or lost", () => {
  test("each instance is changed once, whatever comes how often and at once", async () => {
    const desk = await openBulkDesk(bench);
    const { id } = await started(desk);

    await desk.drainBulk({ copies: 3, onFailure: () => {} });
    await Promise.all([1, 2, 3].map(() => desk.runRequest({ requestId: id, step: 0 })));
    await desk.drainBulk();

    expect(await desk.find(id)).toMatchObject({ status: "executed" });
    expect(await desk.changed()).toEqual(six);
    expect(await mostAtOnce(desk, id)).toBe(2);
    const ends = (await desk.events(id)).filter(({ kind }) => kind === "part-ended");
    expect(ends.map(({ details }) => details.instance).toSorted()).toEqual(six);
  });

  test("the due list revives a run whose wake-ups were all lost", async () => {
    const desk = await openBulkDesk(bench);
    const { id } = await started(desk, { ...first(4), operation: "snapshot" });
    const [step] = await desk.runSteps.take();
    if (step) await desk.runRequest(step);
    await desk.drainRuns({
      handle: async (one) => void (one.requestId === id || (await desk.runRequest(one))),
    });
    const stuck = await desk.find(id);

    desk.pass(300);
    await desk.workOffDue(100);
    await desk.drainBulk();

    expect(stuck).toMatchObject({ status: "executing" });
    expect(await desk.find(id)).toMatchObject({ status: "executed" });
    const made = (await desk.rds.changingCalls()).filter(({ action }) => action === "CreateDBSnapshot");
    expect(made.map(({ parameters }) => parameters.DBInstanceIdentifier).toSorted()).toEqual(six.slice(0, 4));
  });

  test("a cancelled request does not start, and a started one cannot be cancelled", async () => {
    const desk = await openBulkDesk(bench);
    const [cancelled, running] = [await started(desk, first(2)), await started(desk, first(2))];
    await desk.cancel(cancelled.id, { by: cancelled.requestedBy, surface: "slack" });

    await desk.drainBulk();
    const late = await desk.cancel(running.id, { by: running.requestedBy, surface: "slack" });

    expect((await desk.find(cancelled.id)).status).toBe("cancelled");
    expect((await desk.find(running.id)).status).toBe("executed");
    expect(late.ok).toBe(false);
    expect(await desk.changed()).toEqual(["dev-orders-1", "dev-orders-2"]);
  });
});

describe.each(["before", "after"] as const)("when the process dies %s a call", (end) => {
  test("at every eleventh of them, each instance is still changed exactly once", async () => {
    const died: boolean[] = [];
    for (let calls = end === "before" ? 0 : 1; died.at(-1) !== false; calls += 11) {
      const desk = await openBulkDesk(bench);
      died.push(await runThrough(desk, { calls, end }));
    }

    // Each instance alone is more than twelve calls.
    expect(died.length).toBeGreaterThan(3);
  }, 120_000);
});

/** Runs three instances by a process that dies as its life says, and by one that lives on. */
async function runThrough(desk: BulkDesk, life: Parameters<BulkDesk["runRequestIn"]>[0]): Promise<boolean> {
  const { id } = await started(desk, first(3));
  let process = desk.runRequestIn(life);
  let hasDied = false;
  await desk.drainRuns({
    handle: (step) => process(step),
    onFailure: () => {
      if (!hasDied) desk.pass(60);
      hasDied = true;
      process = desk.runRequest;
    },
  });
  const bulk = await desk.find(id);
  const events = await desk.events(id);
  expect(bulk).toMatchObject({ status: "executed" });
  expect(await desk.changed()).toEqual(six.slice(0, 3));
  expect(await mostAtOnce(desk, id)).toBe(2);
  expect(findBrokenLink(events)).toBeUndefined();
  return hasDied;
}
