import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acmeTeam, acmeTeamsChannels, acmeTeamsPeople } from "../support/strict-teams/acme-teams.ts";
import {
  adaptive,
  cardOf,
  execute,
  type Organization,
  startOrganization,
  textBlock,
} from "./start-organization.ts";

const channel = acmeTeamsChannels.approvals.id;
let place: Organization;

beforeEach(async () => {
  place = await startOrganization();
  await place.teams.install(acmeTeam.id, acmeTeamsPeople.dana.id);
});

afterEach(() => place.stop());

const userIds = (count: number) => Array.from({ length: count }, (_, place) => `29:${place}`);
const refreshFor = (count: number) => ({
  refresh: { action: { type: "Action.Execute", verb: "refresh", title: "" }, userIds: userIds(count) },
});
const column = (width: unknown, ...items: readonly object[]) => ({ type: "Column", width, items });

describe("takes", () => {
  it.each([
    [
      "what a text, facts and columns show",
      cardOf(
        { ...textBlock("*Snapshot*"), size: "large", weight: "bolder", color: "good" },
        { type: "FactSet", facts: [{ title: "Instance", value: "prod-orders-01" }] },
        { type: "ColumnSet", columns: [column("auto", textBlock("a")), column("stretch", textBlock("b"))] },
        { type: "RichTextBlock", inlines: ["plain", { type: "TextRun", text: "bold", weight: "bolder" }] },
      ),
    ],
    [
      "every input",
      cardOf(
        {
          type: "Input.Text",
          id: "text",
          label: "Why",
          isRequired: true,
          errorMessage: "Say why",
          maxLength: 9,
        },
        { type: "Input.Number", id: "number", min: 1 },
        { type: "Input.Date", id: "date", value: "2027-01-01" },
        { type: "Input.Time", id: "time", value: "09:30" },
        { type: "Input.Toggle", id: "toggle", title: "Now" },
        {
          type: "Input.ChoiceSet",
          id: "choice",
          style: "filtered",
          choices: [{ title: "A", value: "a" }],
          "choices.data": { type: "Data.Query", dataset: "instances" },
        },
      ),
    ],
    [
      "buttons with a fallback, and a card behind one",
      {
        ...cardOf(textBlock("card")),
        actions: [
          execute("approve", { style: "positive" }),
          {
            type: "Action.ShowCard",
            title: "More",
            card: { type: "AdaptiveCard", body: [textBlock("more")] },
          },
          { type: "Action.OpenUrl", title: "Read", url: "https://example.com/" },
        ],
      },
    ],
    ["views for sixty people", { ...cardOf(textBlock("card")), ...refreshFor(60) }],
    ["a card of just under 28 KB", cardOf(textBlock("x".repeat(28 * 1024 - 200)))],
  ])("%s", async (_what, card) => {
    const { status, json } = await place.post(channel, adaptive(card));

    expect(json.error?.message).toBeUndefined();
    expect(status).toBe(201);
  });
});

describe("refuses", () => {
  it.each([
    ["a card over 28 KB", cardOf(textBlock("ü".repeat(15 * 1024))), "MessageSizeTooBig", /of 28672/],
    [
      "a version that phones do not draw",
      { ...cardOf(textBlock("a")), version: "1.6" },
      "BadSyntax",
      /version/,
    ],
    [
      "views for more than sixty people",
      { ...cardOf(textBlock("a")), ...refreshFor(61) },
      "BadSyntax",
      /userIds/,
    ],
    [
      "a view for an address instead of an id",
      {
        ...cardOf(textBlock("a")),
        refresh: { action: { type: "Action.Execute", verb: "refresh" }, userIds: ["dana@acme.example"] },
      },
      "BadSyntax",
      /userIds/,
    ],
    ["an element that is not there", cardOf({ type: "TextBox", text: "a" }), "BadSyntax", /body\/0/],
    ["a misspelt property", cardOf({ ...textBlock("a"), wrapped: true }), "BadSyntax", /wrapped/],
    ["a text with nothing in it", cardOf(textBlock("")), "BadSyntax", /body\/0\/text/],
    ["an empty list of facts", cardOf({ type: "FactSet", facts: [] }), "BadSyntax", /facts/],
    ["an input without an id", cardOf({ type: "Input.Text" }), "BadSyntax", /body\/0\/id/],
    [
      "the same id twice",
      cardOf({ type: "Input.Text", id: "a" }, { type: "Input.Text", id: "a" }),
      "BadSyntax",
      /twice/,
    ],
    [
      "a button without a fallback",
      {
        ...cardOf(textBlock("a")),
        actions: [{ type: "Action.Execute", title: "Go", verb: "go" }],
      },
      "BadSyntax",
      /fallback/,
    ],
    [
      "more buttons than Teams draws",
      {
        ...cardOf(textBlock("a")),
        actions: Array.from({ length: 7 }, (_, at) => execute(`go-${at}`)),
      },
      "BadSyntax",
      /actions/,
    ],
    [
      "a universal button in an old version",
      {
        ...cardOf(textBlock("a")),
        version: "1.3",
        actions: [execute("go")],
      },
      "BadSyntax",
      /1\.4/,
    ],
    [
      "a mention that no text makes",
      {
        ...cardOf(textBlock("a")),
        msteams: {
          entities: [{ type: "mention", text: "<at>Dana</at>", mentioned: { id: "29:1", name: "Dana" } }],
        },
      },
      "BadSyntax",
      /in no text/,
    ],
    [
      "a link that runs a script",
      {
        ...cardOf(textBlock("a")),
        actions: [{ type: "Action.OpenUrl", title: "Go", url: "javascript:alert(1)" }],
      },
      "BadSyntax",
      /url/,
    ],
  ])("%s", async (_what, card, code, message) => {
    const refused = await place.post(channel, adaptive(card));

    expect(refused.code).toBe(code);
    expect(refused.json.error.message).toMatch(message);
    expect(place.teams.messages(channel)).toEqual([]);
    expect(place.broken()).toEqual([code]);
  });

  it("a message that shows nothing, or mentions somebody in no word of it", async () => {
    const empty = await place.post(channel, {});
    const mention = { type: "mention", text: "<at>Dana</at>", mentioned: { id: "29:1", name: "Dana" } };
    const lost = await place.post(channel, { text: "hello", entities: [mention] });

    expect([empty.code, lost.code]).toEqual(["BadSyntax", "BadSyntax"]);
  });
});
