import { afterEach, beforeEach, expect, it } from "vitest";
import { mrkdwn, plain, refusalOf, startWorkplace, times, type Workplace } from "./start-workplace.ts";

const user = "U0ADA00001";
let now = Date.now();
let place: Workplace;

beforeEach(async () => {
  now = Date.now();
  place = await startWorkplace({ now: () => now });
});

afterEach(() => place.stop());

const errors = () => place.slack.failures().map(({ error }) => error);
const input = (block_id: string, element: object, extra: object = {}) => ({
  type: "input",
  block_id,
  label: plain(block_id),
  element: { action_id: "value", ...element },
  ...extra,
});
const modal = (extra: object = {}) => ({
  type: "modal",
  callback_id: "ask",
  title: plain("Ask"),
  submit: plain("Send"),
  private_metadata: "kept",
  blocks: [
    input("name", { type: "plain_text_input" }),
    input(
      "size",
      { type: "static_select", options: ["s", "l"].map((value) => ({ text: plain(value), value })) },
      { optional: true },
    ),
    input("who", { type: "external_select", min_query_length: 2 }, { optional: true }),
  ],
  ...extra,
});
const open = async (view = modal()) => {
  const trigger_id = await place.trigger();
  const opened = await place.client.apiCall("views.open", { trigger_id, view });
  return opened as unknown as { view: { id: string; hash: string } };
};
const submit = (values: object = { name: { value: "db-1" } }) =>
  place.slack.submitView({ user, callbackId: "ask", values: values as never });

it("takes a trigger once, within three seconds", async () => {
  const first = await place.trigger();
  await place.client.apiCall("views.open", { trigger_id: first, view: modal() });
  const twice = await refusalOf(place.client.apiCall("views.open", { trigger_id: first, view: modal() }));
  const second = await place.trigger();
  now += 3001;
  const late = await refusalOf(place.client.apiCall("views.open", { trigger_id: second, view: modal() }));
  const invented = await refusalOf(
    place.client.apiCall("views.open", { trigger_id: "1.2.abc", view: modal() }),
  );

  expect([twice.error, late.error, invented.error]).toEqual([
    "exchanged_trigger_id",
    "expired_trigger_id",
    "invalid_trigger_id",
  ]);
});

it("submits a view with the state of every input, and closes it when the app says nothing", async () => {
  await open();

  await submit({ name: { value: "db-1" }, size: { value: "l" } });

  expect(place.lastPayload()).toMatchObject({
    type: "view_submission",
    user: { id: user },
    view: {
      callback_id: "ask",
      private_metadata: "kept",
      hash: expect.any(String),
      state: {
        values: {
          name: { value: { type: "plain_text_input", value: "db-1" } },
          size: { value: { type: "static_select", selected_option: { value: "l", text: { text: "l" } } } },
          who: { value: { type: "external_select", selected_option: null } },
        },
      },
    },
  });
  expect(place.slack.views()).toEqual([]);
});

it("does not submit what Slack's client would not", async () => {
  await open();

  await expect(submit({})).rejects.toThrow("name is required");
  await expect(submit({ name: { value: "a" }, size: { value: "xl" } })).rejects.toThrow("no option xl");
  await expect(submit({ nothing: { value: "a" } })).rejects.toThrow("no block nothing");
});

it("applies errors, update, push and clear", async () => {
  await open();

  place.answerWith(() => ({ json: { response_action: "errors", errors: { name: "taken" } } }));
  await submit();
  const refused = place.slack.views().map((view) => view.errors);
  place.answerWith(() => ({ json: { response_action: "update", view: modal({ title: plain("Again") }) } }));
  await submit();
  const updated = place.slack.views().map(({ definition }) => definition);
  place.answerWith(() => ({ json: { response_action: "push", view: modal({ callback_id: "ask" }) } }));
  await submit();
  const stacked = place.slack.views().length;
  place.answerWith(() => ({ json: { response_action: "clear" } }));
  await submit();

  expect(refused).toEqual([{ name: "taken" }]);
  expect(updated).toMatchObject([{ title: { text: "Again" } }]);
  expect(stacked).toBe(2);
  expect(place.slack.views()).toEqual([]);
  expect(errors()).toEqual([]);
});

it("records submission answers Slack would not understand", async () => {
  await open();

  place.answerWith(() => ({ json: { response_action: "errors", errors: { other: "no such block" } } }));
  await submit();
  place.answerWith(() => ({
    json: { response_action: "update", view: modal({ title: plain("x".repeat(25)) }) },
  }));
  await submit();
  place.answerWith(() => ({ json: { response_action: "explode" } }));
  await submit();

  expect(errors()).toEqual(["invalid_response_action", "invalid_arguments", "invalid_response_action"]);
});

it("asks for suggestions and offers them to the submission", async () => {
  await open();
  const ask = (value: string) => place.slack.suggest({ user, actionId: "value", blockId: "who", value });
  const options = [{ text: plain("Database one"), value: "db-1" }];

  place.answerWith(() => ({ json: { options } }));
  const { json } = await ask("db");
  const asked = place.lastPayload();
  place.answerWith(() => ({}));
  await submit({ name: { value: "a" }, who: { value: "db-1" } });

  expect(json).toEqual({ options });
  expect(asked).toMatchObject({
    type: "block_suggestion",
    block_id: "who",
    action_id: "value",
    value: "db",
    view: { callback_id: "ask" },
  });
  expect(place.lastPayload().view.state.values.who.value.selected_option.text).toEqual(plain("Database one"));
  await expect(ask("d")).rejects.toThrow("no such view");
});

it("records suggestions over a limit", async () => {
  await open();

  place.answerWith(() => ({ json: { options: times(101, (i) => ({ text: mrkdwn("a"), value: `${i}` })) } }));
  await place.slack.suggest({ user, actionId: "value", blockId: "who", value: "db" });

  expect(errors()).toEqual(["invalid_options"]);
});

it("updates a view with its current hash only, and keeps what was chosen in it", async () => {
  const { view } = await open();
  await place.slack.click({ user, viewId: view.id, actionId: "value", value: "typed" });

  const clicked = place.lastPayload();
  await place.client.apiCall("views.update", {
    view_id: view.id,
    hash: view.hash,
    view: modal({ title: plain("New") }),
  });
  const stale = await refusalOf(
    place.client.apiCall("views.update", { view_id: view.id, hash: view.hash, view: modal() }),
  );
  const lost = await refusalOf(place.client.apiCall("views.update", { view_id: "V0NOWHERE", view: modal() }));

  expect(clicked).toMatchObject({
    container: { type: "view", view_id: view.id },
    actions: [{ value: "typed" }],
  });
  expect(place.slack.views()).toMatchObject([
    { definition: { title: { text: "New" } }, values: { name: { value: { value: "typed" } } } },
  ]);
  expect([stale.error, lost.error]).toEqual(["hash_conflict", "not_found"]);
});

it("stacks three views and no more", async () => {
  const { view } = await open();
  const push = async (viewId: string) => {
    await place.slack.click({ user, viewId, actionId: "value", value: "a" });
    const pushed = await place.client.apiCall("views.push", {
      trigger_id: place.lastPayload().trigger_id,
      view: modal(),
    });
    return (pushed as unknown as { view: { id: string } }).view.id;
  };

  const third = await push(await push(view.id));
  const fourth = await refusalOf(push(third));

  expect(fourth.error).toBe("push_limit_reached");
});

it("publishes a home view per person", async () => {
  const home = { type: "home", blocks: [{ type: "divider" }] };

  await place.client.apiCall("views.publish", { user_id: user, view: home });
  await place.client.apiCall("views.publish", { user_id: user, view: home });

  expect(place.slack.views()).toMatchObject([{ user, definition: { type: "home" } }]);
});
