import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { type Door, dana, openSlackDoor, priya } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

test("a decision on another digest than the request's is refused", async () => {
  const door = await openSlackDoor(bench);
  const { request } = await door.ask();
  const metadata = JSON.stringify({ requestId: request.id, digest: "0".repeat(64) });

  const answer = await postView(door, priya, "approve_request", metadata);

  expect(answer).toEqual({
    response_action: "errors",
    errors: { comment: expect.stringContaining("has changed since you saw it") },
  });
});

test.each(["", "not json", '{"requestId":"req-0000000000"}', `{"requestId":"${"x".repeat(99)}"}`])(
  "a form with forged metadata decides nothing: %.30s",
  async (metadata) => {
    const door = await openSlackDoor(bench);

    const answer = await postView(door, priya, "approve_request", metadata);

    expect(answer).toMatchObject({ response_action: "update", view: { type: "modal" } });
    expect(JSON.stringify(answer)).toContain("Something went wrong");
    expect(door.storeCalls).toEqual([]);
  },
);

test.each(["req-0000000000", "", "<!channel>", "../../etc", "x".repeat(2000)])(
  "a forged request id in a button leads nowhere: %.20s",
  async (value) => {
    const door = await openSlackDoor(bench);
    const asked = await door.ask();
    const payload = {
      type: "block_actions",
      team: { id: door.slack.team.id },
      user: { id: priya, team_id: door.slack.team.id },
      trigger_id: "1.2.3",
      channel: { id: asked.place, name: "db-production" },
      actions: [{ type: "button", action_id: "request_approve", block_id: "b", value, action_ts: "1.0" }],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

    const answer = await fetch(door.url, { method: "POST", body, headers: door.slack.sign(body) });

    expect(answer.status).toBe(200);
    expect(door.slack.views()).toEqual([]);
    expect(door.log.entries).toEqual([]);
    expect(await door.eventKinds(asked.request.id)).toEqual(["created"]);
  },
);

test("who presses is who Slack says, whatever the button carries", async () => {
  const door = await openSlackDoor(bench);
  const asked = await door.ask();
  const payload = {
    type: "block_actions",
    team: { id: door.slack.team.id },
    user: { id: dana },
    trigger_id: "1.2.3",
    actions: [{ action_id: "request_approve", value: asked.request.id, user: { id: priya } }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

  await fetch(door.url, { method: "POST", body, headers: door.slack.sign(body) });

  expect(await door.eventKinds(asked.request.id)).toEqual(["created", "refused"]);
});

test("an unknown button on a message of ours is answered to the one who pressed it", async () => {
  const door = await openSlackDoor(bench);
  const responseUrl = `${door.slack.url.replace("/api/", "")}/response/none`;
  const payload = {
    type: "block_actions",
    team: { id: door.slack.team.id },
    user: { id: priya },
    trigger_id: "1.2.3",
    response_url: responseUrl,
    actions: [{ action_id: "button_of_last_year", value: "x" }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

  const answer = await fetch(door.url, { method: "POST", body, headers: door.slack.sign(body) });

  const [call] = door.slack.calls("response_url");
  expect(answer.status).toBe(200);
  expect(call?.args).toMatchObject({
    response_type: "ephemeral",
    replace_original: false,
    text: expect.stringContaining("does not know this button"),
  });
});

async function postView(door: Door, user: string, callbackId: string, metadata: string): Promise<unknown> {
  const view = {
    id: "V0FORGED",
    team_id: door.slack.team.id,
    callback_id: callbackId,
    private_metadata: metadata,
    state: { values: { comment: { comment: { type: "plain_text_input", value: "fine" } } } },
  };
  const payload = { type: "view_submission", team: { id: door.slack.team.id }, user: { id: user }, view };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const answer = await fetch(door.url, { method: "POST", body, headers: door.slack.sign(body) });
  return answer.json();
}
