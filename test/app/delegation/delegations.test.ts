import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { withDelegations } from "../../../src/app/delegation/with-delegations.ts";
import { makeIssueToken } from "../../../src/app/links/issue-token.ts";
import { makeOpenLink } from "../../../src/app/links/open-link.ts";
import { newToken } from "../../../src/chance/new-token.ts";
import type { Person } from "../../../src/core/person.ts";
import { accepted, type Desk, decisionOf, openDesk } from "../../support/desk.ts";
import {
  dana,
  lena,
  marco,
  olga,
  priya,
  startWorkbench,
  tenant,
  tom,
  type Workbench,
} from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterEach(async () => {
  // Before all desks' clocks, so that nothing is left of what they made.
  const { undelegate } = makeDelegations({ ...bench, tenant, now: () => new Date(Date.now() - 86_400_000) });
  for (const by of [priya, tom, lena, marco]) await undelegate({ by, other: undefined, surface: "api" });
});
afterAll(() => bench.stop());

function delegate(desk: Desk, by: Person, to: Person, changes: { from?: string; until?: string } = {}) {
  const until = new Date(desk.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 16);
  return desk.delegate.delegate({
    by,
    to,
    from: "",
    until: `${until}Z`,
    reason: "on leave",
    surface: "slack",
    ...changes,
  });
}

function inHours(desk: Desk, hours: number): string {
  return `${new Date(desk.now().getTime() + hours * 3_600_000).toISOString().slice(0, 16)}Z`;
}

describe("a delegation", () => {
  test("counts for a request that was open before, at once, and for no longer than it lasts", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    const before = await desk.decide(request.id, decisionOf(request, { by: olga }));
    accepted(await delegate(desk, priya, marco));

    const decided = accepted(await desk.decide(request.id, decisionOf(request, { by: marco })));
    const own = await desk.decide(request.id, decisionOf(request, { by: marco }));

    expect(before).toMatchObject({ error: { kind: "not-an-approver" } });
    // Marco is on call himself: the seat is his own, and Priya's stays hers.
    expect(decided.decisions).toMatchObject([{ by: marco }]);
    expect(own).toMatchObject({ error: { kind: "already-decided" } });
    expect(accepted(await desk.decide(request.id, decisionOf(request, { by: priya }))).status).toBe(
      "approved",
    );
  });

  test("is kept, audited in a chain, listed, and ends when it is taken back", async () => {
    const desk = await openDesk(bench);
    const made = accepted(await delegate(desk, priya, tom));
    const twice = await delegate(desk, priya, lena);
    const listed = await desk.delegate.list();
    const ended = accepted(await desk.delegate.undelegate({ by: tom, other: priya.id, surface: "teams" }));

    const events = (await bench.delegations.listEvents(tenant)).slice(-2);

    expect(listed).toEqual([made]);
    expect(twice).toMatchObject({ error: { kind: "already-delegated" } });
    expect(ended).toMatchObject([{ id: made.id }]);
    expect(await desk.delegate.list()).toEqual([]);
    expect(events).toMatchObject([
      { kind: "delegated", by: priya.id, details: { to: tom.id, reason: "on leave" } },
      { kind: "undelegated", by: tom.id, previousHash: events[0]?.hash },
    ]);
  });

  test("of many at once, each is kept, and nobody has two", async () => {
    const desk = await openDesk(bench);

    const outcomes = await Promise.all([
      delegate(desk, priya, tom),
      delegate(desk, priya, lena),
      delegate(desk, marco, lena),
      delegate(desk, marco, tom),
    ]);

    const delegators = (await desk.delegate.list()).map(({ of }) => of.id);
    expect(delegators.toSorted()).toEqual([marco.id, priya.id]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
  });

  test.each([
    ["by somebody in no group", dana, tom, {}, { kind: "nothing-to-delegate" }],
    ["to somebody in no group", priya, olga, {}, { kind: "unfit-delegate" }],
    ["until nobody knows when", priya, tom, { until: "soon" }, { kind: "invalid-parameters" }],
  ])("is refused %s", async (_what, by, to, changes, error) => {
    const desk = await openDesk(bench);

    expect(await delegate(desk, by, to, changes)).toMatchObject({ ok: false, error });
  });
});

describe("open requests are told", () => {
  test("when it begins and when it ends, each once, however often they are walked over", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    accepted(await delegate(desk, priya, tom, { from: inHours(desk, 1) }));

    await desk.spreadDelegations(50);
    const before = await desk.eventKinds(request.id);
    desk.pass(3700);
    for (let times = 1; times <= 3; times += 1) await desk.spreadDelegations(50);
    const begun = await desk.eventKinds(request.id);
    accepted(await desk.delegate.undelegate({ by: priya, other: undefined, surface: "slack" }));
    for (let times = 1; times <= 3; times += 1) await desk.spreadDelegations(50);

    expect(before).toEqual(["created"]);
    expect(begun).toEqual(["created", "delegated"]);
    expect(await desk.eventKinds(request.id)).toEqual(["created", "delegated", "delegation-ended"]);
    expect((await desk.find(request.id)).notedDelegations).toHaveLength(2);
  });
});

test("a link that was sent to a stand-in decides as long as the delegation lasts", async () => {
  const desk = await openDesk(bench);
  // Dana's group is nobody's: the stand-in has no seat of their own.
  const policy = {
    ...bench.policy,
    groups: { ...bench.policy.groups, guests: { members: [olga.id], level: 1 } },
  };
  const guests = makeDelegations({ ...desk.ports, policy, tenant });
  const request = await desk.ask();
  accepted(
    await guests.delegate({
      by: priya,
      to: olga,
      from: "",
      until: inHours(desk, 10),
      reason: "",
      surface: "api",
    }),
  );
  const token = await makeIssueToken({ tokens: bench.tokens, now: desk.now, newToken })(request, olga.id);
  const openLink = makeOpenLink({ ...desk.ports, tokens: bench.tokens });
  const link = { requestId: request.id, token };

  const during = await openLink(link);
  accepted(await guests.undelegate({ by: priya, other: undefined, surface: "api" }));
  const after = await openLink(link);

  expect(during.kind).toBe("open");
  expect(after).toMatchObject({ kind: "dead", refusal: { kind: "not-an-approver" } });
});

describe("a register that is read along with the request", () => {
  test("tells the same as one that is read after it, of another tenant too", async () => {
    const desk = await openDesk(bench);
    const { id } = await desk.ask();
    accepted(await delegate(desk, priya, marco));
    const findAs = (usualTenant?: string) =>
      withDelegations(bench.requests, { ...bench, now: desk.now, usualTenant }).find(id);

    const [after, along, elsewhere] = [await findAs(), await findAs(tenant), await findAs("another-tenant")];

    expect(after?.delegations).toMatchObject([{ of: priya, to: marco }]);
    expect(along).toEqual(after);
    expect(elsewhere).toEqual(after);
  });

  test("is no matter where it cannot be read, and the request is decided", async () => {
    const desk = await openDesk(bench);
    const [open, ended] = [await desk.ask(), await desk.ask()];
    accepted(
      await desk.decide(ended.id, decisionOf(ended, { by: priya, kind: "reject", comment: "not now" })),
    );
    const delegations = { find: () => Promise.reject(new Error("no register")) };
    const store = withDelegations(bench.requests, { delegations, now: desk.now, usualTenant: tenant });

    const found = await store.find(ended.id);

    expect(found).toMatchObject({ id: ended.id, status: "rejected" });
    await expect(store.find(open.id)).rejects.toThrow("no register");
  });
});
