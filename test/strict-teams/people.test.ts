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

const { dana, priya, tom } = acmeTeamsPeople;
const channel = acmeTeamsChannels.approvals.id;
const cardType = "application/vnd.microsoft.card.adaptive";
const refresh = { action: { type: "Action.Execute", verb: "refresh", data: { id: 1 } }, userIds: [priya.id] };
let place: Organization;

beforeEach(async () => {
  place = await startOrganization({ answerLimitMs: 2000 });
  await place.teams.install(acmeTeam.id, dana.id);
});

afterEach(() => place.stop());

async function postCard(card: object) {
  await place.post(channel, adaptive(card));
  const message = place.teams.messages(channel).at(-1);
  if (!message) throw new Error("no card");
  return message;
}

const dialogOf = (content: object) => ({
  task: { type: "continue", value: { title: "Ask", card: { contentType: cardType, content } } },
});
const form = {
  ...cardOf({ type: "Input.Text", id: "why", isRequired: true }),
  actions: [{ type: "Action.Submit", title: "Send", data: { kind: "form" } }],
};

describe("a message", () => {
  it("reaches the bot with its mention, its thread and who wrote it", async () => {
    await place.teams.say({ user: dana.id, conversation: channel, text: "help" });

    const { activity, authorization } = place.last();
    expect(activity).toMatchObject({
      type: "message",
      channelId: "msteams",
      text: "<at>Countersign</at> help\n",
      from: { id: dana.id, aadObjectId: dana.aadObjectId },
      conversation: { id: `${channel};messageid=${activity.id}`, conversationType: "channel" },
      channelData: {
        team: { id: acmeTeam.id },
        channel: { id: channel },
        tenant: { id: place.teams.tenantId },
      },
    });
    expect(activity.entities).toContainEqual(expect.objectContaining({ type: "mention" }));
    expect(authorization).toMatch(/^Bearer ey/);
  });

  it("mentions nobody in a chat of two", async () => {
    await place.teams.install(dana.id, dana.id);

    await place.teams.say({ user: dana.id, conversation: place.teams.personalChatOf(dana.id), text: "help" });

    expect(place.last().activity).toMatchObject({
      text: "help",
      conversation: { conversationType: "personal" },
    });
  });
});

describe("a card", () => {
  it("shows each person that it names a view of their own, until it is edited", async () => {
    place.answerWith(({ activity }) => ({
      json: { statusCode: 200, type: cardType, value: cardOf(textBlock(`for ${activity.from.name}`)) },
    }));
    const message = await postCard({ ...cardOf(textBlock("for all")), refresh });

    const seen = [await place.teams.look(priya.id, message), await place.teams.look(tom.id, message)];
    await place.call("PUT", `conversations/${channel}/activities/${message.id}`, {
      type: "message",
      ...adaptive(cardOf(textBlock("over"))),
    });
    const later = await place.teams.look(priya.id, message);

    expect(seen).toMatchObject([cardOf(textBlock("for Priya Nair")), cardOf(textBlock("for all"))]);
    expect(later).toEqual(cardOf(textBlock("over")));
    expect(place.last().activity.value).toEqual({ action: refresh.action, trigger: "automatic" });
  });

  it("sends its inputs with a button, and tells the person alone", async () => {
    place.answerWith(() => ({
      json: { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: "Noted." },
    }));
    const message = await postCard({
      ...cardOf({ type: "Input.Text", id: "comment" }),
      actions: [execute("approve", { data: { request: "r-1" } })],
    });

    await place.teams.press({ user: tom.id, message, action: "approve", inputs: { comment: "fine" } });

    expect(place.last().activity).toMatchObject({
      type: "invoke",
      name: "adaptiveCard/action",
      replyToId: message.id,
      from: { id: tom.id },
      value: {
        trigger: "manual",
        action: { type: "Action.Execute", verb: "approve", data: { request: "r-1", comment: "fine" } },
      },
    });
    expect(place.teams.told()).toEqual([{ user: tom.id, text: "Noted." }]);
  });

  it("does not send what Teams would keep back", async () => {
    const message = await postCard({
      ...cardOf({ type: "Input.Text", id: "reason", isRequired: true, maxLength: 3 }),
      actions: [execute("reject")],
    });
    const press = (inputs: Record<string, string>) =>
      place.teams.press({ user: tom.id, message, action: "reject", inputs });

    await expect(press({})).rejects.toThrow("reason is required");
    await expect(press({ reason: "long" })).rejects.toThrow("longer than 3");
    await expect(press({ raison: "no" })).rejects.toThrow("no input raison is sent");
  });

  it("sends the inputs that are open with the button, and not those behind another one", async () => {
    const behind = (name: string, isRequired: boolean) => ({
      type: "Action.ShowCard",
      title: name,
      card: {
        type: "AdaptiveCard",
        body: [{ type: "Input.Text", id: `${name}_text`, isRequired }],
        actions: [execute(`${name} now`)],
      },
    });
    const message = await postCard({
      ...cardOf({ type: "Input.Text", id: "always", value: "as it was" }),
      actions: [behind("approve", false), behind("reject", true)],
    });

    await place.teams.press({
      user: tom.id,
      message,
      action: "approve now",
      inputs: { approve_text: "fine" },
    });

    expect(place.last().activity.value.action.data).toEqual({ always: "as it was", approve_text: "fine" });
  });

  it("records an answer that Teams would not show, or that comes late", async () => {
    const message = await postCard({ ...cardOf(textBlock("a")), actions: [execute("go")] });
    place.answerWith(() => ({ json: { statusCode: 200, type: cardType, value: { type: "AdaptiveCard" } } }));
    await place.teams.press({ user: tom.id, message, action: "go" });
    place.answerWith(() => ({ delayMs: 2100 }));
    await place.teams.press({ user: tom.id, message, action: "go" });

    expect(place.broken()).toEqual(["BadSyntax", "operation_timeout"]);
  });
});

describe("a dialog", () => {
  const opener = {
    ...cardOf(textBlock("ask")),
    actions: [
      { type: "Action.Submit", title: "Ask", data: { msteams: { type: "task/fetch" }, form: "rds" } },
    ],
  };

  it("opens by a button, asks for more, and closes when it is sent", async () => {
    const message = await postCard(opener);
    place.answerWith(() => ({ json: dialogOf(form) }));
    await place.teams.press({ user: dana.id, message, action: "Ask" });
    const opened = place.last().activity;
    place.answerWith(() => ({}));
    await place.teams.submitDialog(dana.id, { why: "because" });

    expect(opened).toMatchObject({ name: "task/fetch", value: { data: { form: "rds" } } });
    expect(place.last().activity).toMatchObject({
      name: "task/submit",
      value: { data: { kind: "form", why: "because" } },
    });
    expect(place.teams.dialogOf(dana.id)).toBeUndefined();
    expect(place.teams.failures()).toEqual([]);
  });

  it("takes no universal button", async () => {
    const message = await postCard(opener);
    place.answerWith(() => ({ json: dialogOf({ ...form, actions: [execute("send")] }) }));

    await place.teams.press({ user: dana.id, message, action: "Ask" });

    expect(place.broken()).toEqual(["InvalidResponse"]);
    expect(place.teams.dialogOf(dana.id)).toBeUndefined();
  });

  it("asks the bot for choices while somebody types", async () => {
    const search = {
      type: "Input.ChoiceSet",
      id: "instance",
      "choices.data": { type: "Data.Query", dataset: "all" },
    };
    place.answerWith(() => ({ json: dialogOf({ ...cardOf(search), actions: form.actions }) }));
    await place.teams.openCommand(dana.id, channel, "request");
    const results = [{ title: "Orders", value: "prod-orders-01" }];
    place.answerWith(() => ({
      json: { statusCode: 200, type: "application/vnd.microsoft.search.searchResponse", value: { results } },
    }));

    const suggested = await place.teams.suggest(dana.id, "instance", "ord");
    place.answerWith(() => ({}));
    await place.teams.submitDialog(dana.id, { instance: "prod-orders-01" });

    expect(suggested).toEqual(results);
    expect(place.last().activity).toMatchObject({
      name: "composeExtension/submitAction",
      value: { commandId: "request", data: { instance: "prod-orders-01" } },
    });
  });
});

it("finds with the message extension, and inserts what was found", async () => {
  const preview = { contentType: "application/vnd.microsoft.card.thumbnail", content: { title: "req-1" } };
  place.answerWith(() => ({
    json: {
      composeExtension: {
        type: "result",
        attachmentLayout: "list",
        attachments: [{ contentType: cardType, content: cardOf(textBlock("req-1")), preview }],
      },
    },
  }));

  const command = { command: "find", parameter: "text" };
  const [found] = await place.teams.query({
    user: dana.id,
    conversation: channel,
    ...command,
    text: "orders",
  });
  const inserted = found && place.teams.insert(dana.id, channel, found);

  expect(place.last().activity.value.parameters).toEqual([{ name: "text", value: "orders" }]);
  expect(inserted).toMatchObject({ from: dana.id, card: cardOf(textBlock("req-1")) });
  expect(place.teams.failures()).toEqual([]);
});
