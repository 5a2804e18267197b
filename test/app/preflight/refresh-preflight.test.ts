import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeCancelRequest } from "../../../src/app/cancel-request.ts";
import { changeRequest } from "../../../src/app/change-request.ts";
import type { Metrics } from "../../../src/app/ports/metrics.ts";
import type { RdsDetails } from "../../../src/app/ports/rds-details.ts";
import { makeAskPreflight } from "../../../src/app/preflight/ask-preflight.ts";
import { makeRefreshPreflight, preflightCauses } from "../../../src/app/preflight/refresh-preflight.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { eventKinds } from "../../../src/core/audit-event.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import { findShownPreflight } from "../../../src/core/shown-preflight.ts";
import { askAgain } from "../../../src/core/transitions/ask-again.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { createPart } from "../../../src/core/transitions/create-part.ts";
import { claim } from "../../../src/core/transitions/run.ts";
import { startCloudWatchDesk } from "../../support/cloudwatch-desk.ts";
import { accepted, decisionOf, openDesk } from "../../support/desk.ts";
import { everyDeath, type Life, mortal } from "../../support/mortal.ts";
import { olga, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** A desk whose requests' databases are read from the stand-ins, or from what a test puts in their place. */
async function openPreflight() {
  const desk = await openDesk(bench);
  const cloudwatch = await startCloudWatchDesk(bench.access);
  onTestFinished(() => cloudwatch.stop());
  const unread: { readonly source: string; readonly error: unknown }[] = [];
  const refreshWith = (sources: {
    readonly rdsDetails?: Partial<RdsDetails>;
    readonly metrics?: Metrics;
    readonly sourceMilliseconds?: number;
  }) =>
    makeRefreshPreflight({
      ...desk.ports,
      metrics: sources.metrics ?? cloudwatch.metrics,
      rdsDetails: { ...desk.rds.details, ...sources.rdsDetails },
      sourceMilliseconds: sources.sourceMilliseconds ?? 10_000,
      onUnread: (one) => unread.push(one),
    });
  const refreshIn = (life: Life) => {
    const { requests } = desk.ports;
    const { metrics } = cloudwatch;
    const rdsDetails = desk.rds.details;
    return makeRefreshPreflight({
      ...desk.ports,
      ...mortal({ requests, metrics, rdsDetails }, life),
      sourceMilliseconds: 10_000,
      onUnread: () => {},
    });
  };
  const created = (id: RequestId) => ({ requestId: id, sequence: 1, kind: "created" }) as const;

  return {
    desk,
    cloudwatch,
    unread,
    refreshWith,
    refresh: refreshWith({}),
    /** By a process that dies. */
    refreshIn,
    created,
    asked: ({ id, preflight }: ApprovalRequest) =>
      ({ requestId: id, sequence: preflight?.asked?.sequence ?? 0, kind: "preflight-asked" }) as const,
    ask: makeAskPreflight(desk.ports),
    /** How often RDS and CloudWatch have been asked. */
    reads: async () => (await cloudwatch.calls()).length,
    readingOf: async (id: RequestId) => (await desk.find(id)).preflight?.reading,
  };
}

const toldOf = (label: string, facts: readonly { readonly label: string; readonly value: string }[] = []) =>
  facts.find((fact) => fact.label === label)?.value;

describe("a new request", () => {
  test("is filled in from every source, and the record says what could be seen", async () => {
    const { desk, refresh, created, readingOf, unread } = await openPreflight();
    const before = await desk.ask({ operation: "reboot_instance" });

    await refresh(created(before.id));

    const reading = await readingOf(before.id);
    expect(reading).toMatchObject({ covers: 1, unread: [], asOf: expect.any(Date) });
    expect(reading?.facts.map(({ value }) => value)).toEqual([
      "available · db.r6g.xlarge · postgres 16.4 · Multi-AZ",
      "gp3 · 500 GiB · 12000 IOPS",
      expect.stringMatching(/^\d+ % now · \d+ % average · \d+ % peak$/),
      expect.stringMatching(/^\d+ now · \d+ average · \d+ peak$/),
      expect.stringMatching(/^prod-orders-01-replica: available, replicating, \d s behind$/),
      expect.stringMatching(/^restorable until \d{4}-.* UTC · last snapshot .* old, automated$/),
      expect.stringContaining("02:00-02:30 UTC, "),
      expect.stringContaining("sun:03:30-sun:04:30 UTC, "),
      "class db.r6g.xlarge → db.r6g.2xlarge",
      "none pending",
    ]);
    expect(reading?.outage).toEqual({
      kind: "minutes",
      source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RebootInstance.html",
    });
    const after = await desk.find(before.id);
    expect(after).toMatchObject({ digest: before.digest, status: "pending", decisions: [] });
    expect((await desk.events(before.id)).at(-1)).toMatchObject({
      kind: "preflight-read",
      actor: "system:preflight",
      details: { facts: reading?.facts, covers: 1, unread: [] },
    });
    expect(unread).toEqual([]);
  });

  test("can be decided by a form that was opened before it was filled in", async () => {
    const { desk, refresh, created } = await openPreflight();
    const seen = await desk.ask();

    await refresh(created(seen.id));

    expect(accepted(await desk.decide(seen.id, decisionOf(seen))).decisions).toHaveLength(1);
  });

  test("is read once, however often its event comes", async () => {
    const { desk, refresh, created, reads } = await openPreflight();
    const { id } = await desk.ask();

    for (let time = 1; time <= 3; time += 1) await refresh(created(id));

    expect(await reads()).toBe(1);
    expect(await desk.eventKinds(id)).toEqual(["created", "preflight-read"]);
  });

  test("has one reading, when two copies of its event are worked on at the same time", async () => {
    const { desk, refresh, created } = await openPreflight();
    const { id } = await desk.ask();

    await Promise.all([refresh(created(id)), refresh(created(id))]);

    expect(await desk.eventKinds(id)).toEqual(["created", "preflight-read"]);
  });

  test("has one whole reading in the end, wherever a process dies over it", async () => {
    const { desk, refresh, refreshIn, created, readingOf } = await openPreflight();
    let deaths = 0;
    for (const life of everyDeath(9)) {
      const { id } = await desk.ask();

      await refreshIn(life)(created(id)).catch(() => {
        deaths += 1;
        return refresh(created(id));
      });

      const what = `after call ${life.calls}`;
      expect(await desk.eventKinds(id), what).toEqual(["created", "preflight-read"]);
      expect(await readingOf(id), what).toMatchObject({ covers: 1, unread: [] });
    }

    expect(deaths).toBeGreaterThan(6);
  }, 30_000);

  test("shows what has changed since it was asked for", async () => {
    const { desk, refreshWith, created, readingOf } = await openPreflight();
    const { id } = await desk.ask();
    const rdsDetails: Partial<RdsDetails> = {
      findInstance: async (place, instanceId) => {
        const instance = await desk.rds.details.findInstance(place, instanceId);
        return instance && { ...instance, instanceClass: "db.r6g.4xlarge" };
      },
    };

    await refreshWith({ rdsDetails })(created(id));

    expect((await readingOf(id))?.facts[0]).toEqual({
      label: "Changed since asked",
      value: "class: db.r6g.xlarge → db.r6g.4xlarge",
    });
  });
});

describe("nothing is read", () => {
  test("where nobody decides, unless somebody asks for it", async () => {
    const { desk, refresh, created, asked, ask, reads, readingOf } = await openPreflight();
    const { id } = await desk.ask({ instanceId: "dev-postgres-01" });

    await refresh(created(id));
    const before = await reads();
    const refreshed = accepted(await ask(id, { by: olga, surface: "slack" }));
    await refresh(asked(refreshed));

    expect(before).toBe(0);
    expect(await readingOf(id)).toMatchObject({ covers: 2 });
  });

  test("for one instance of a bulk request, which was decided with that", async () => {
    const { desk, refresh, created, reads } = await openPreflight();
    const bulk = await desk.askApproved({ operation: "reboot", instanceId: "dev-*" });
    const claimed = accepted(claim(bulk, desk.times, desk.now())).request;
    const part = createPart(claimed, 0, desk.now());
    if (!part) throw new Error("has no such part");
    await desk.requests.create(part, randomUUID());

    await refresh(created(part.request.id));

    expect(part.request.requirement.approvals).toBe(1);
    expect(findShownPreflight(part.request)).toBeUndefined();
    expect(await reads()).toBe(0);
    expect(await desk.eventKinds(part.request.id)).toEqual(["created"]);
  });

  test("once the request has run or is over", async () => {
    const { desk, refresh, created, reads } = await openPreflight();
    const done = await desk.askApproved();
    await desk.dispatch(done.id);
    await desk.drainRuns();
    const over = await desk.ask();
    await makeCancelRequest(desk.ports)(over.id, { by: over.requestedBy, surface: "slack" });

    for (const id of [done.id, over.id, newRequestId()]) await refresh(created(id));

    expect(await reads()).toBe(0);
  });

  test("for what is no database", async () => {
    const { desk, refresh, created, reads } = await openPreflight();
    const sample = await desk.ask();
    const id = newRequestId();
    const intent = { kind: "task", title: "Close the books", details: {} } as const;
    await desk.requests.create(accepted(create({ ...sample, id, intent }, desk.now())), id);

    await refresh(created(id));

    expect(await reads()).toBe(0);
  });

  test("for any other event, above all not for a reading", async () => {
    const { desk, refresh, reads } = await openPreflight();
    const { id } = await desk.ask();
    const others = eventKinds.filter((kind) => !preflightCauses.some((cause) => cause === kind));

    for (const kind of others) await refresh({ requestId: id, sequence: 1, kind });

    expect(others).toContain("preflight-read");
    expect(await reads()).toBe(0);
  });
});

describe("asked for anew", () => {
  test("it is read again, at a later moment", async () => {
    const { desk, refresh, created, asked, ask, readingOf } = await openPreflight();
    const { id } = await desk.ask();
    await refresh(created(id));
    const first = await readingOf(id);
    desk.pass(60);

    const refreshed = accepted(await ask(id, { by: olga, surface: "slack" }));
    await refresh(asked(refreshed));
    await refresh(asked(refreshed));

    const second = await readingOf(id);
    expect(second?.covers).toBe(3);
    expect(second?.asOf.getTime()).toBeGreaterThanOrEqual((first?.asOf.getTime() ?? 0) + 60_000);
    expect(await desk.eventKinds(id)).toEqual([
      "created",
      "preflight-read",
      "preflight-asked",
      "preflight-read",
    ]);
  });

  test("too soon, it is refused kindly and nothing is written", async () => {
    const { desk, refresh, created, ask } = await openPreflight();
    const { id } = await desk.ask();
    await refresh(created(id));
    desk.pass(5);

    const refused = await ask(id, { by: priya, surface: "slack" });

    expect(refused).toMatchObject({ ok: false, error: { kind: "preflight-recent" } });
    expect(await desk.eventKinds(id)).toEqual(["created", "preflight-read"]);
  });

  test("a late copy of the first event reads nothing any more", async () => {
    const { desk, refresh, created, asked, ask, reads } = await openPreflight();
    const { id } = await desk.ask();
    const refreshed = accepted(await ask(id, { by: olga, surface: "slack" }));
    await refresh(asked(refreshed));

    await refresh(created(id));

    expect(await reads()).toBe(1);
  });
});

describe("a source that fails stops nothing", () => {
  const sources = [
    { name: "RDS (instance)", method: "findInstance", label: "Now", says: /^unknown$/ },
    { name: "RDS (replicas)", method: "listReplicas", label: "Replica", says: /status unknown, \d s behind/ },
    {
      name: "RDS (snapshots)",
      method: "findNewestSnapshot",
      label: "Backups",
      says: /last snapshot: unknown/,
    },
    { name: "RDS (maintenance)", method: "listMaintenance", label: "Maintenance", says: /^unknown$/ },
  ] as const;
  const ways = [
    { way: "fails", answer: () => Promise.reject(new Error("no")) },
    { way: "hangs", answer: () => new Promise<never>(() => {}) },
  ] as const;
  const cases = sources.flatMap((source) => ways.map((way) => ({ ...source, ...way })));

  test.each(cases)("$name $way", async ({ name, method, label, says, answer }) => {
    const { desk, refreshWith, created, readingOf, unread } = await openPreflight();
    const { id } = await desk.ask();

    await refreshWith({ rdsDetails: { [method]: answer }, sourceMilliseconds: 2000 })(created(id));

    const reading = await readingOf(id);
    expect(reading?.unread).toEqual([name]);
    expect(toldOf(label, reading?.facts)).toMatch(says);
    expect(toldOf("CPU, last hour", reading?.facts)).toMatch(/% now/);
    expect(unread.map(({ source }) => source)).toEqual([name]);
  });

  test.each([
    { kind: "error", times: 10 },
    { kind: "error", code: "AccessDenied", status: 403 },
    { kind: "drop", times: 10 },
    { kind: "hang", times: 10 },
  ])("CloudWatch answers by %o", async (fault) => {
    const { desk, cloudwatch, refreshWith, created, readingOf } = await openPreflight();
    const { id } = await desk.ask();
    await cloudwatch.fault(fault);

    await refreshWith({ sourceMilliseconds: 2000 })(created(id));

    const reading = await readingOf(id);
    expect(reading?.unread).toEqual(["CloudWatch"]);
    expect(toldOf("CPU, last hour", reading?.facts)).toBe("unknown");
    expect(toldOf("Now", reading?.facts)).toContain("available");
  });

  test("RDS as a whole is throttled, and the metrics are told all the same", async () => {
    const { desk, refreshWith, created, readingOf } = await openPreflight();
    const { id } = await desk.ask();
    await desk.rds.fault({ action: "*", kind: "error", code: "Throttling", times: 100 });

    await refreshWith({ sourceMilliseconds: 500 })(created(id));

    const reading = await readingOf(id);
    expect(reading?.unread).toEqual(["RDS (instance)", "RDS (snapshots)", "RDS (maintenance)"]);
    expect(toldOf("CPU, last hour", reading?.facts)).toMatch(/% now/);
    expect(reading?.outage).toBeUndefined();
  });

  test("an empty answer is told as what it is", async () => {
    const { desk, cloudwatch, refreshWith, created, readingOf } = await openPreflight();
    const { id } = await desk.ask();
    await cloudwatch.fault({ kind: "empty" });
    const empty = { findInstance: async () => undefined, findNewestSnapshot: async () => undefined };

    await refreshWith({ rdsDetails: empty })(created(id));

    expect(await readingOf(id)).toMatchObject({
      unread: [],
      facts: [{ label: "Now", value: "there is no such instance any more" }],
    });
  });
});

test("what is read over a change of the request's meaning is thrown away", async () => {
  const { desk, refreshWith, created } = await openPreflight();
  const request = await desk.askApproved();
  const rdsDetails: Partial<RdsDetails> = {
    findInstance: async (place, instanceId) => {
      await driftOf(request);
      return desk.rds.details.findInstance(place, instanceId);
    },
  };

  await refreshWith({ rdsDetails })(created(request.id));

  const after = await desk.find(request.id);
  expect(after.status).toBe("pending");
  expect(after.preflight).toBeUndefined();

  async function driftOf({ id }: ApprovalRequest): Promise<void> {
    await changeRequest(desk.ports, id, (current, now) => {
      if (current.intent.kind !== "rds") throw new Error("is about no instance");
      const intent = { ...current.intent, state: { class: "another" } };
      const differences = [{ label: "class", value: "one → another" }];
      const { description } = current;
      return askAgain(current, { intent, description, inverse: undefined, differences, raisedBy: [] }, now);
    });
  }
});
