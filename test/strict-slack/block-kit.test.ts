import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mrkdwn, plain, refusalOf, startWorkplace, times, type Workplace } from "./start-workplace.ts";

let place: Workplace;

beforeAll(async () => {
  place = await startWorkplace();
});

afterAll(() => place.stop());

const x = (count: number) => "x".repeat(count);
const button = (extra: object = {}) => ({ type: "button", action_id: "go", text: plain("Go"), ...extra });
const actions = (...elements: readonly object[]) => ({ type: "actions", elements });
const option = (extra: object = {}) => ({ text: plain("One"), value: "1", ...extra });
const select = (extra: object = {}) => ({
  type: "static_select",
  action_id: "pick",
  options: [option()],
  ...extra,
});
const confirm = (extra: object = {}) => ({
  title: plain("Sure?"),
  text: plain("Really"),
  confirm: plain("Yes"),
  deny: plain("No"),
  ...extra,
});
const section = { type: "section", text: mrkdwn("hello") };
const input = (extra: object = {}) => ({
  type: "input",
  label: plain("Name"),
  element: { type: "plain_text_input", action_id: "name" },
  ...extra,
});
const modal = (extra: object = {}) => ({
  type: "modal",
  title: plain("Title"),
  submit: plain("Send"),
  blocks: [input()],
  ...extra,
});

const post = (blocks: readonly object[]) =>
  place.client.apiCall("chat.postMessage", { channel: "C0GENERAL1", text: "hello", blocks });

describe("messages", () => {
  it.each([
    ["51 blocks", times(51, () => section), "no more than 50 items allowed [json-pointer:/blocks]"],
    [
      "a section text of 3001",
      [{ type: "section", text: mrkdwn(x(3001)) }],
      "must be less than 3001 characters",
    ],
    ["an empty section text", [{ type: "section", text: mrkdwn("") }], "must be more than 0 characters"],
    ["a section without text", [{ type: "section" }], "missing required field: text or fields"],
    ["11 fields", [{ type: "section", fields: times(11, () => plain("f")) }], "no more than 10 items"],
    ["a field of 2001", [{ type: "section", fields: [plain(x(2001))] }], "must be less than 2001 characters"],
    ["a header of 151", [{ type: "header", text: plain(x(151)) }], "must be less than 151 characters"],
    ["a header in mrkdwn", [{ type: "header", text: mrkdwn("*a*") }], "unsupported type: mrkdwn"],
    [
      "11 context elements",
      [{ type: "context", elements: times(11, () => plain("c")) }],
      "no more than 10 items",
    ],
    ["26 actions", [actions(...times(26, (i) => button({ action_id: `a${i}` })))], "no more than 25 items"],
    ["no actions", [actions()], "no fewer than 1 items"],
    ["a button text of 76", [actions(button({ text: plain(x(76)) }))], "must be less than 76 characters"],
    ["a button text in mrkdwn", [actions(button({ text: mrkdwn("Go") }))], "unsupported type: mrkdwn"],
    ["a button without text", [actions({ type: "button", action_id: "go" })], "missing required field: text"],
    ["a button value of 2001", [actions(button({ value: x(2001) }))], "must be less than 2001 characters"],
    ["an unknown button style", [actions(button({ style: "green" }))], "/blocks/0/elements/0/style"],
    ["an action_id of 256", [actions(button({ action_id: x(256) }))], "must be less than 256 characters"],
    ["two equal action_ids in a block", [actions(button(), button())], "duplicate action_id: go"],
    ["a block_id of 256", [{ ...section, block_id: x(256) }], "must be less than 256 characters"],
    ["two equal block_ids", times(2, () => ({ ...section, block_id: "same" })), "duplicate block_id: same"],
    ["no options", [actions(select({ options: [] }))], "no fewer than 1 items"],
    ["101 options", [actions(select({ options: times(101, () => option()) }))], "no more than 100 items"],
    ["options and option groups missing", [actions({ type: "static_select" })], "exactly one of options"],
    [
      "an option text of 76",
      [actions(select({ options: [option({ text: plain(x(76)) })] }))],
      "less than 76",
    ],
    ["an option value of 151", [actions(select({ options: [option({ value: x(151) })] }))], "less than 151"],
    [
      "an initial option not listed",
      [actions(select({ initial_option: option({ value: "2" }) }))],
      "one of the options",
    ],
    ["a placeholder of 151", [actions(select({ placeholder: plain(x(151)) }))], "less than 151"],
    [
      "a confirm title of 101",
      [actions(button({ confirm: confirm({ title: plain(x(101)) }) }))],
      "less than 101",
    ],
    [
      "a confirm text of 301",
      [actions(button({ confirm: confirm({ text: plain(x(301)) }) }))],
      "less than 301",
    ],
    [
      "a confirm button of 31",
      [actions(button({ confirm: confirm({ confirm: plain(x(31)) }) }))],
      "less than 31",
    ],
    ["a deny button of 31", [actions(button({ confirm: confirm({ deny: plain(x(31)) }) }))], "less than 31"],
    [
      "an unknown block",
      [{ type: "paragraph" }],
      "unsupported type: paragraph [json-pointer:/blocks/0/type]",
    ],
    ["an unknown element", [actions({ type: "slider" })], "unsupported type: slider"],
    [
      "a text input among actions",
      [actions({ type: "plain_text_input" })],
      "unsupported type: plain_text_input",
    ],
    ["an input block", [input()], "unsupported type: input"],
    [
      "an external select",
      [actions({ type: "external_select", action_id: "e" })],
      "unsupported type: external_select",
    ],
    ["an unknown property", [{ ...section, colour: "red" }], "invalid additional property: colour"],
    ["an image without alt text", [{ type: "image", image_url: "https://a.test/b.png" }], "field: alt_text"],
  ])("refuse %s", async (_what, blocks, message) => {
    const refusal = await refusalOf(post(blocks));

    expect(refusal.error).toBe("invalid_blocks");
    expect(refusal.messages.join("\n")).toContain(message);
    expect(place.slack.failures().at(-1)).toMatchObject({
      method: "chat.postMessage",
      error: "invalid_blocks",
    });
  });

  it("take everything at its limit", async () => {
    const before = place.slack.failures().length;

    await post([
      { type: "header", text: plain(x(150)) },
      { type: "section", block_id: x(255), text: mrkdwn(x(3000)), fields: times(10, () => plain(x(2000))) },
      {
        type: "context",
        elements: [
          ...times(9, () => mrkdwn("c")),
          { type: "image", image_url: "https://a.test/b", alt_text: "b" },
        ],
      },
      actions(
        ...times(24, (i) =>
          button({ action_id: `${x(253)}${i}`, text: plain(x(75)), value: x(2000), confirm: confirm() }),
        ),
        select({ options: times(100, (i) => option({ value: `${i}`.padEnd(150, "x") })) }),
      ),
      ...times(46, () => ({ type: "divider" })),
    ]);

    expect(place.slack.failures()).toHaveLength(before);
  });

  it("are refused over 40,000 characters, without content, and with blocks that are no list", async () => {
    const channel = "C0GENERAL1";

    const tooLong = await refusalOf(place.client.chat.postMessage({ channel, text: x(40_001) }));
    const empty = await refusalOf(place.client.chat.postMessage({ channel, text: "" }));
    const noList = await refusalOf(
      place.client.apiCall("chat.postMessage", { channel, text: "a", blocks: "{oops" }),
    );

    expect([tooLong.error, empty.error, noList.error]).toEqual([
      "msg_too_long",
      "no_text",
      "invalid_blocks_format",
    ]);
  });
});

describe("views", () => {
  it.each([
    [
      "101 blocks",
      { blocks: times(101, () => section) },
      "no more than 100 items allowed [json-pointer:/view/blocks]",
    ],
    [
      "a title of 25",
      { title: plain(x(25)) },
      "must be less than 25 characters [json-pointer:/view/title/text]",
    ],
    ["no title", { title: undefined }, "missing required field: title [json-pointer:/view]"],
    ["a title in mrkdwn", { title: mrkdwn("T") }, "unsupported type: mrkdwn"],
    ["a submit of 25", { submit: plain(x(25)) }, "/view/submit/text"],
    ["a close of 25", { close: plain(x(25)) }, "/view/close/text"],
    ["inputs but no submit", { submit: undefined }, "missing required field: submit"],
    ["private_metadata of 3001", { private_metadata: x(3001) }, "must be less than 3001 characters"],
    ["a callback_id of 256", { callback_id: x(256) }, "must be less than 256 characters"],
    ["an unknown property", { submit_disabled: true }, "invalid additional property: submit_disabled"],
    ["a label of 2001", { blocks: [input({ label: plain(x(2001)) })] }, "/view/blocks/0/label/text"],
    ["a hint of 2001", { blocks: [input({ hint: plain(x(2001)) })] }, "/view/blocks/0/hint/text"],
    ["a label in mrkdwn", { blocks: [input({ label: mrkdwn("L") })] }, "unsupported type: mrkdwn"],
    [
      "an input without element",
      { blocks: [input({ element: undefined })] },
      "missing required field: element",
    ],
    ["a button as input", { blocks: [input({ element: button() })] }, "unsupported type: button"],
    [
      "11 radio buttons",
      { blocks: [input({ element: { type: "radio_buttons", options: times(11, () => option()) } })] },
      "no more than 10",
    ],
    [
      "a bad date",
      { blocks: [input({ element: { type: "datepicker", initial_date: "1.2.2030" } })] },
      "initial_date",
    ],
  ])("refuse %s", async (_what, extra, message) => {
    const trigger_id = await place.trigger();

    const refusal = await refusalOf(place.client.apiCall("views.open", { trigger_id, view: modal(extra) }));

    expect(refusal.error).toBe("invalid_arguments");
    expect(refusal.messages.join("\n")).toContain(message);
  });

  it("take external selects and inputs, and everything at its limit", async () => {
    const trigger_id = await place.trigger();
    const view = modal({
      title: plain(x(24)),
      submit: plain(x(24)),
      close: plain(x(24)),
      private_metadata: x(3000),
      callback_id: x(255),
      blocks: [
        input({ label: plain(x(2000)), hint: plain(x(2000)) }),
        input({ element: { type: "external_select", action_id: "e", placeholder: plain(x(150)) } }),
        ...times(98, () => section),
      ],
    });

    const opened = await place.client.apiCall("views.open", { trigger_id, view });

    expect(opened).toMatchObject({ ok: true, view: { type: "modal", callback_id: x(255) } });
  });
});
