import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOpenAnalyticsLink } from "../../../src/app/analytics/analytics-link.ts";
import { analyticsOrigin } from "../../support/analytics-links.ts";
import { dana as danaPerson, startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";
import { channel, dana, olga, openSlackDoor, priya } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

test("help shows how to ask, with the command's own name", async () => {
  const door = await openSlackDoor(bench);

  await door.slack.command({ user: dana, channel, text: "help" });

  expect(door.told()).toContain("`/rds-request list mine`");
  expect(door.told()).not.toContain("{command}");

  await door.slack.command({ user: dana, channel, command: "/rds-request-dev", text: "help" });

  expect(door.told()).toContain("`/rds-request-dev cancel req-...`");
  expect(door.slack.failures()).toEqual([]);
});

test("a line that is not understood says what is missing, and where help is", async () => {
  const door = await openSlackDoor(bench);

  await door.command("snapshot dev-postgres-01 <!channel> because of nothing");

  expect(door.told()).toContain("&lt;!channel&gt;");
  expect(door.told()).not.toContain("<!channel>");
  expect(door.told()).toContain("/rds-request help");
});

test("one line makes a request and tells its id, the justification as it was typed", async () => {
  const door = await openSlackDoor(bench);

  await door.command("snapshot staging-orders-01 because R&amp;D needs &lt;it&gt;");

  const [request] = await door.listBy(danaPerson);
  expect(request).toMatchObject({ operation: "create_snapshot", subject: "staging-orders-01" });
  expect(door.told()).toContain(request?.id);
  expect(await bench.requests.find(request?.id as never)).toMatchObject({ justification: "R&D needs <it>" });
  expect(door.slack.failures()).toEqual([]);
});

test.each([
  ["an unknown operation", "drop prod-orders-01 because why not", "is not an operation"],
  ["an unknown instance", "snapshot <http://evil|x> because why not", "There is no instance"],
  ["a missing justification", "snapshot prod-orders-01", "Say why it is needed"],
  ["a wrong parameter", "snapshot prod-orders-01 snapshot_id=-x because why", "snapshot_id: "],
])("one line with %s is refused to its author alone", async (_what, text, refusal) => {
  const door = await openSlackDoor(bench);

  await door.command(text);

  expect(door.told()).toContain(refusal);
  expect(door.told()).not.toContain("<http");
  expect(door.slack.ephemerals().map(({ user }) => user)).toEqual([dana]);
  expect(door.slack.messages(channel)).toEqual([]);
});

test("whoever is in a group gets a link to the analytics that is theirs alone", async () => {
  const door = await openSlackDoor(bench);

  await door.command("analytics", priya);
  const message = door.slack.ephemerals().at(-1);
  const [, url = ""] = /<([^|"]+)\|Open analytics>/.exec(JSON.stringify(message?.blocks)) ?? [];
  const { origin, pathname, searchParams } = new URL(url);
  const opened = await makeOpenAnalyticsLink({ ...bench, tenant, now: () => new Date() })(
    searchParams.get("token") ?? "",
  );
  await door.command("analytics", dana);

  expect([origin, pathname]).toEqual([analyticsOrigin, "/analytics"]);
  expect(opened).toMatchObject({ kind: "open", reader: { id: "priya.nair@acme.example" } });
  expect(door.told()).toContain("The analytics are for members of");
  expect(door.slack.messages(channel)).toEqual([]);
  expect(door.slack.failures()).toEqual([]);
});

test("status shows the card with the buttons that its reader may press", async () => {
  const door = await openSlackDoor(bench);
  const { request } = await door.ask();

  await door.command(`status ${request.id}`, dana);
  const ofRequester = door.told();
  await door.command(`status ${request.id.toUpperCase()}`, priya);
  const ofApprover = door.told();
  await door.command(`status ${request.id}`, olga);
  const ofOutsider = door.told();

  expect(buttonsIn(ofRequester)).toEqual(["request_cancel"]);
  expect(buttonsIn(ofApprover)).toEqual(["request_approve", "request_reject"]);
  expect(buttonsIn(ofOutsider)).toEqual([]);
  expect(ofOutsider).toContain("Create a snapshot of prod-orders-01");
  expect(door.slack.failures()).toEqual([]);
});

test("a button of the status card works like the card's own", async () => {
  const door = await openSlackDoor(bench);
  const { request } = await door.ask();
  await door.command(`status ${request.id}`, priya);
  const ts = door.slack.ephemerals().at(-1)?.ts ?? "";

  await door.slack.click({ user: priya, channel, ts, actionId: "request_approve" });

  expect(door.slack.views()).toMatchObject([{ user: priya, definition: { callback_id: "approve_request" } }]);
});

test.each(["req-0000000000", "nonsense", "<!channel>", "x".repeat(2900)])(
  "status of a request that is not there says so: %.20s",
  async (id) => {
    const door = await openSlackDoor(bench);

    await door.command(`status ${id}`);

    expect(door.told()).toContain("There is no request");
    expect(door.told()).not.toContain("<!channel>");
    expect(door.slack.failures()).toEqual([]);
  },
);

test("list shows what waits, the newest first, and says when there is more", async () => {
  const door = await openSlackDoor(bench);
  const asked = [];
  for (let one = 0; one < 11; one += 1) asked.push((await door.ask()).request.id);

  await door.command("list", priya);

  const told = door.told();
  expect(told).toContain("Waiting for a decision");
  expect(told.indexOf(asked[10] ?? "?")).toBeLessThan(told.indexOf(asked[9] ?? "?"));
  expect(told).not.toContain(asked[0]);
  expect(told).toContain("There are more");
  expect(door.slack.failures()).toEqual([]);
});

test("list mine shows only what its reader asked for", async () => {
  const door = await openSlackDoor(bench);
  const { request } = await door.ask();

  await door.command("list mine", dana);
  const ofRequester = door.told();
  await door.command("list mine", olga);
  const ofOther = door.told();

  expect(ofRequester).toContain(request.id);
  expect(ofOther).toContain("You have not asked for anything yet.");
});

test("cancel takes the author's own request back", async () => {
  const door = await openSlackDoor(bench);
  const { request } = await door.ask();

  await door.command(`cancel ${request.id}`, dana);

  expect(door.told()).toContain("You have cancelled");
  expect((await door.find(request.id)).status).toBe("cancelled");
});

test("cancel of another's request is refused, and noted", async () => {
  const door = await openSlackDoor(bench);
  const { request } = await door.ask();

  await door.command(`cancel ${request.id}`, olga);

  expect(door.told()).toContain("Only dana.reyes@acme.example");
  expect(await door.eventKinds(request.id)).toEqual(["created", "refused"]);
});

test.each([
  "",
  "list",
  "list mine",
  "status req-0000000000",
  "cancel req-0000000000",
  "snapshot dev-postgres-01 because x",
])("a guest gets no answer to %j but who is let in", async (text) => {
  const guest = { id: "U0GUEST", name: "Guest", email: "guest@acme.example", is_restricted: true };
  const door = await openSlackDoor(bench, { users: [guest] });

  await door.command(text, guest.id);

  expect(door.told()).toContain("guests cannot ask or decide");
  expect(door.slack.views()).toEqual([]);
});

test.each([
  ["help", 0, []],
  ["", 1, ["search"]],
  ["list", 0, ["listByStatus", "listByStatus"]],
  ["list mine", 0, ["listByRequester"]],
  ["status req-0000000000", 0, ["find"]],
  ["cancel req-0000000000", 0, ["find"]],
  ["snapshot staging-orders-01 because the counter runs", 0, ["listNamed", "create"]],
])("%j takes few calls: a person, a read, a write", async (text, views, storeCalls) => {
  const door = await openSlackDoor(bench);
  await door.command("list");
  const before = { slack: door.slack.calls().length, store: door.storeCalls.length };

  await door.command(text);

  expect(door.storeCalls.slice(before.store)).toEqual(storeCalls);
  expect(
    door.slack
      .calls()
      .slice(before.slack)
      .map(({ method }) => method),
  ).toEqual(Array.from({ length: views }, () => "views.open"));
});

test("who is new costs one users.info, and the first of all one auth.test", async () => {
  const door = await openSlackDoor(bench);

  await door.command("list", dana);
  await door.command("list", dana);
  await door.command("list", priya);

  const methods = door.slack.calls().map(({ method }) => method);
  expect(methods.toSorted()).toEqual(["auth.test", "users.info", "users.info"]);
});

test("when something breaks, the author is told which id to give to the operators", async () => {
  const door = await openSlackDoor(bench);
  door.slack.fail({ method: "users.info", status: 500 });

  const answer = await door.command("list");

  const [entry] = door.log.entries.filter(({ level }) => level === "error");
  const traceId = (entry as unknown as { fields: { trace_id: string } }).fields.trace_id;
  expect(answer.status).toBe(200);
  expect(door.told()).toContain(`Your operators need this id: ${traceId}.`);
  expect(JSON.stringify(door.log.entries)).not.toContain("xoxb-");
});

test("a form that Slack no longer waits for is asked to be tried again", async () => {
  const door = await openSlackDoor(bench);
  door.slack.fail({ method: "views.open", error: "expired_trigger_id" });

  await door.command("");

  expect(door.told()).toContain("Please try it once more");
});

function buttonsIn(told: string): readonly string[] {
  return [...told.matchAll(/"action_id": "(request_\w+)"/g)].map(([, id = ""]) => id);
}
