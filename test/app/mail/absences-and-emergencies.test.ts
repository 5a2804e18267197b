import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import {
  dana,
  lena,
  olga,
  priya,
  startWorkbench,
  tenant,
  tom,
  type Workbench,
} from "../../support/workbench.ts";
import { openMailDesk } from "./mail-desk.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** A desk at which Olga decides for Priya for two hours. */
async function openWithStandIn() {
  const open = await openMailDesk(bench);
  const { desk } = open;
  const policy = {
    ...bench.policy,
    groups: { ...bench.policy.groups, guests: { members: [olga.id], level: 1 } },
  };
  const until = `${new Date(desk.now().getTime() + 7_200_000).toISOString().slice(0, 16)}Z`;
  const guests = makeDelegations({ ...desk.ports, policy, tenant });
  accepted(await guests.delegate({ by: priya, to: olga, from: "", until, reason: "", surface: "api" }));
  const end = async () => accepted(await guests.undelegate({ by: priya, other: undefined, surface: "api" }));
  return { ...open, end };
}

test("a stand-in is mailed with links, and told for whom they decide", async () => {
  const { desk, mailer, issued, announce, end } = await openWithStandIn();
  const request = await desk.ask();

  await announce(request.id);
  await announce(request.id);
  await end();

  const mails = mailer.mails.filter(({ to }) => to === olga.id);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.content.lead).toContain(`You decide for ${priya.name} (${priya.id}) until `);
  expect(issued.filter(({ to }) => to === olga.id)).toHaveLength(1);
});

test("a stand-in who was asked is told when there is nothing more to do, whether or not their time is over", async () => {
  const { desk, mailer, announce, end } = await openWithStandIn();
  const request = await desk.ask();
  await announce(request.id);
  await end();

  accepted(await desk.decide(request.id, decisionOf(request, { kind: "reject", by: lena, comment: "No." })));
  await announce(request.id);

  const mails = mailer.mails.filter(({ to }) => to === olga.id);
  expect(mails.map(({ content }) => content.kind)).toEqual(["ask", "result"]);
});

test("an emergency is mailed to all who would have been asked, and its end to the reviewers", async () => {
  const { desk, mailer, announce } = await openMailDesk(bench);
  const request = await desk.ask({
    operation: "reboot_instance",
    by: lena,
    breakGlass: { incident: "INC-9" },
  });
  await announce(request.id);
  const first = mailer.mails.map(({ to, content }) => [to, content.subject] as const);
  await desk.dispatch(request.id);
  await desk.drainRuns();
  await announce(request.id);
  await announce(request.id);

  expect(first.map(([to]) => to)).toEqual(expect.arrayContaining([priya.id, tom.id]));
  expect(first.map(([to]) => to)).not.toContain(lena.id);
  expect(first.map(([to]) => to)).not.toContain(dana.id);
  expect(first[0]?.[1]).toContain("BREAK-GLASS: Reboot prod-orders-01 (high risk, production)");
  const asked = mailer.mails.filter(({ content }) => content.lead.startsWith("Please review BREAK-GLASS"));
  expect(asked.map(({ to }) => to)).toEqual(expect.arrayContaining([priya.id, tom.id]));
  expect(new Set(asked.map(({ to }) => to)).size).toBe(asked.length);
});
