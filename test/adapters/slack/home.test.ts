import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { decisionOf } from "../../support/desk.ts";
import {
  lena as lenaPerson,
  priya as priyaPerson,
  startWorkbench,
  tenant,
  tom as tomPerson,
  type Workbench,
} from "../../support/workbench.ts";
import {
  type Door,
  type DoorOptions,
  dana,
  lena,
  olga,
  openSlackDoor,
  priya,
  textOf,
  tom,
} from "./open-slack-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** The door, with what its people see of their home. Each test has a tenant's worth of requests before it: it looks for its own. */
async function openHomes(options: DoorOptions = {}) {
  const door = await openSlackDoor(bench, options);
  const homeOf = (user: string) => {
    const view = door.slack.views().find((one) => one.user === user && one.definition.type === "home");
    if (!view) throw new Error(`${user} has no home`);
    return view;
  };
  const text = (user: string) => JSON.stringify(homeOf(user).definition.blocks, undefined, 1);
  const press = (user: string, actionId: string, value?: string) =>
    door.slack.click({ user, viewId: homeOf(user).id, actionId, ...(value !== undefined && { value }) });
  const pressOf = (user: string, actionId: string, { id }: ApprovalRequest) =>
    press(user, actionId, `${id}?`);
  const isOffered = (user: string, actionId: string, { id }: ApprovalRequest) =>
    homeOf(user).definition.blocks.some(
      (block) =>
        block.type === "actions" &&
        block.elements.some((one) => one.action_id === actionId && "value" in one && one.value === `${id}?`),
    );
  return { door, homeOf, text, press, pressOf, isOffered };
}

function modalOf({ slack }: Door) {
  const view = slack.views().findLast(({ definition }) => definition.type === "modal");
  if (!view) throw new Error("no modal is open");
  return view;
}

describe("opened", () => {
  test("it shows what waits for its reader with its buttons, what is theirs, and nobody else's buttons", async () => {
    const { door, text, isOffered } = await openHomes();
    const { request } = await door.ask();

    for (const user of [priya, dana, olga]) await door.slack.visit({ user });

    expect(text(priya)).toContain("Waiting for me");
    expect(text(priya)).toContain("Create a snapshot of prod-orders-01");
    expect(isOffered(priya, "home_approve", request)).toBe(true);
    expect(isOffered(priya, "home_cancel", request)).toBe(false);
    expect(isOffered(dana, "home_cancel", request)).toBe(true);
    expect(isOffered(dana, "home_approve", request)).toBe(false);
    expect(text(olga)).toContain("Nothing waits for you.");
    expect(text(olga)).toContain("You have not asked for anything yet.");
    expect(door.slack.failures()).toEqual([]);
  });

  test("Analytics opens the way to the page for who may see it, and says to others who may", async () => {
    const { door, press } = await openHomes();
    for (const user of [priya, dana]) await door.slack.visit({ user });

    await press(priya, "home_analytics", "?");
    const link = JSON.stringify(modalOf(door).definition.blocks);
    await press(dana, "home_analytics", "?");

    expect(link).toMatch(/<https?:[^|"]+\/analytics\?token=[^|"]+\|Open analytics>/);
    expect(JSON.stringify(modalOf(door).definition.blocks)).toContain("The analytics are for members of");
    expect(door.slack.failures()).toEqual([]);
  });

  test("a copy of the event, and one that comes late, leave what has been chosen meanwhile", async () => {
    const { door, homeOf, press } = await openHomes();
    await door.slack.visit({ user: dana });
    const shown = homeOf(dana);
    await press(dana, "home_environment", "?environment=production");
    const chosen = homeOf(dana);

    const late = await door.slack.visit({ user: dana, shown });

    expect(late.status).toBe(200);
    expect(homeOf(dana).hash).toBe(chosen.hash);
    expect(door.log.entries).toEqual([]);
  });

  test("the messages beside it are no visit", async () => {
    const { door } = await openHomes();

    await door.slack.visit({ user: dana, tab: "messages" });

    expect(door.slack.calls("views.publish")).toEqual([]);
  });

  test("whom Countersign does not deal with reads why, and nothing of anybody's requests", async () => {
    const guest = { id: "U0GUEST", name: "Gus", email: "gus@acme.example", is_restricted: true };
    const door = await openSlackDoor(bench, { users: [guest] });
    await door.ask();

    await door.slack.visit({ user: guest.id });

    const shown = textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
    expect(shown).toContain("guests cannot ask or decide");
    expect(shown).not.toContain("req-");
    expect(door.storeCalls).not.toContain("search");
  });

  test("whoever decides for somebody who is away finds what waits for that one", async () => {
    const defaults = { ...bench.policy.defaults, approvers: ["dba-leads"] };
    const { door, isOffered } = await openHomes({ policy: { ...bench.policy, defaults } });
    const { request } = await door.ask({ instanceId: "staging-orders-01" });
    const { delegate, undelegate } = makeDelegations({ ...bench, tenant, now: () => new Date() });
    await door.slack.visit({ user: lena });
    const before = isOffered(lena, "home_approve", request);

    await delegate({ by: tomPerson, to: lenaPerson, from: "", until: "friday", reason: "", surface: "api" });
    await door.slack.visit({ user: lena });

    const offered = isOffered(lena, "home_approve", request);
    await undelegate({ by: tomPerson, other: undefined, surface: "api" });
    expect([before, offered]).toEqual([false, true]);
  });

  test("a failure of Slack's is logged, and answered as taken", async () => {
    const { door } = await openHomes();
    door.slack.fail({ method: "views.publish", retryAfter: 30 });

    const answer = await door.slack.visit({ user: dana });

    expect(answer.status).toBe(200);
    expect(door.log.entries).toMatchObject([{ level: "error", message: "a Slack listener failed" }]);
  });
});

describe("pressed", () => {
  test("Approve opens the card's own form, and what was decided is gone when that is sent", async () => {
    const { door, pressOf, isOffered } = await openHomes();
    const { request } = await door.ask();
    await door.slack.visit({ user: priya });

    await pressOf(priya, "home_approve", request);
    await door.slack.submitView({ user: priya, callbackId: "approve_request", values: {} });

    expect(await door.eventKinds(request.id)).toEqual(["created", "approved"]);
    expect(isOffered(priya, "home_approve", request)).toBe(false);
    expect(door.slack.failures()).toEqual([]);
  });

  test("a decision stands where Slack does not take the new home", async () => {
    const { door, pressOf } = await openHomes();
    const { request } = await door.ask();
    await door.slack.visit({ user: priya });
    await pressOf(priya, "home_reject", request);
    door.slack.fail({ method: "views.publish", error: "internal_error" });

    const answer = await door.slack.submitView({
      user: priya,
      callbackId: "reject_request",
      values: { comment: { comment: "Not tonight." } },
    });

    expect(answer.json).toEqual({ response_action: "clear" });
    expect(await door.find(request.id)).toMatchObject({ status: "rejected" });
    expect(door.log.entries).toMatchObject([{ level: "warn" }]);
  });

  test("a button that is out of date is refused over the home, which is then as it is by now", async () => {
    const { door, pressOf, isOffered } = await openHomes();
    const { request } = await door.ask();
    await door.slack.visit({ user: priya });
    await door.command(`cancel ${request.id}`, dana);

    await pressOf(priya, "home_approve", request);

    expect(JSON.stringify(modalOf(door).definition.blocks)).toContain("cancelled");
    expect(isOffered(priya, "home_approve", request)).toBe(false);
    expect(await door.eventKinds(request.id)).toEqual(["created", "cancelled"]);
  });

  test("where Slack waits no longer for a form, the home itself says so", async () => {
    const { door, pressOf, text } = await openHomes();
    const { request } = await door.ask();
    await door.slack.visit({ user: priya });
    door.slack.fail({ method: "views.open", error: "expired_trigger_id", times: 2 });

    await pressOf(priya, "home_approve", request);

    expect(text(priya)).toContain("That took longer than Slack waits for a form.");
  });

  test("Cancel takes the reader's own back, and the home says so", async () => {
    const { door, pressOf, isOffered, text } = await openHomes();
    const { request } = await door.ask();
    await door.slack.visit({ user: dana });

    await pressOf(dana, "home_cancel", request);

    expect(text(dana)).toContain(`You have cancelled \`${request.id}\``);
    expect(isOffered(dana, "home_cancel", request)).toBe(false);
    expect(await door.find(request.id)).toMatchObject({ status: "cancelled" });
  });

  test("Details shows all there is to read, without buttons", async () => {
    const { door, pressOf } = await openHomes();
    const { request } = await door.ask({ justification: "Because of the <audit>." });
    await door.slack.visit({ user: dana });

    await pressOf(dana, "home_details", request);

    const { blocks } = modalOf(door).definition;
    expect(JSON.stringify(blocks)).toContain("Because of the <audit>.");
    expect(blocks.some(({ type }) => type === "actions")).toBe(false);
    expect(door.slack.failures()).toEqual([]);
  });

  test("a new request goes through both steps of the form and is theirs when it is sent", async () => {
    const { door, press, text } = await openHomes();
    await door.slack.visit({ user: tom });
    await press(tom, "home_environment", "?environment=staging");

    await press(tom, "home_new", "?environment=staging");
    await door.slack.submitView({
      user: tom,
      callbackId: "choose_operation",
      values: { operation: { operation: "create_snapshot" }, instance: { instance: "staging-orders-01" } },
    });
    await door.slack.submitView({
      user: tom,
      callbackId: "describe_request",
      values: { justification: { justification: "From the home." } },
    });

    const [asked] = await door.listBy(tomPerson);
    expect(asked).toMatchObject({ subject: "staging-orders-01" });
    expect(text(tom)).toContain(asked?.id);
    expect(text(tom)).toContain('"value": "?environment=staging"');
    expect(door.slack.failures()).toEqual([]);
  });

  test("a filter leaves the others' requests out, and what it shows keeps it", async () => {
    const { door, press, text } = await openHomes();
    const { request } = await door.ask();
    await door.slack.visit({ user: priya });

    await press(priya, "home_environment", "?environment=staging");
    const staging = text(priya);
    await press(priya, "home_operation", "?environment=staging&operation=reboot_instance");
    const both = text(priya);
    await press(priya, "home_environment", "?environment=production&operation=reboot_instance");

    expect(staging).not.toContain(request.id);
    expect(both).toContain("Nothing here matches the filters.");
    expect(text(priya)).not.toContain(request.id);
    expect(door.slack.failures()).toEqual([]);
  });

  test("more than a page is turned over, forth and back, within Slack's limits", async () => {
    const { door, press, text } = await openHomes();
    const asked: ApprovalRequest[] = [];
    for (let count = 0; count < 7; count += 1) asked.push((await door.ask()).request);
    await door.slack.visit({ user: dana });

    const first = text(dana);
    await press(dana, "home_next", "?mine=1");
    const second = text(dana);
    await press(dana, "home_back", "?");

    const shown = (home: string) => asked.filter(({ id }) => home.includes(`${id}?`));
    expect(shown(first)).toHaveLength(5);
    expect(shown(second).length).toBeGreaterThanOrEqual(2);
    expect(shown(second).some((one) => shown(first).includes(one))).toBe(false);
    expect(shown(text(dana))).toEqual(shown(first));
    expect(door.slack.failures()).toEqual([]);
  });
});

test("what has ended lately is told with its result", async () => {
  const { door, text } = await openHomes();
  const { request } = await door.ask();
  const { decideRequest } = door;
  await decideRequest(request.id, {
    ...decisionOf(request),
    kind: "reject",
    by: priyaPerson,
    comment: "No.",
  });

  await door.slack.visit({ user: olga });

  expect(text(olga)).toContain(`${request.id}?`);
  expect(text(olga)).toContain("Rejected by Priya Nair");
});
