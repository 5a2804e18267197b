import { afterEach, beforeEach, expect, it } from "vitest";
import {
  acmeTeam,
  acmeTeamsChannels,
  acmeTeamsPeople,
  acmeTenantId,
} from "../support/strict-teams/acme-teams.ts";
import {
  adaptive,
  appId,
  cardOf,
  type Organization,
  startOrganization,
  textBlock,
} from "./start-organization.ts";

const { dana, gustav, nora } = acmeTeamsPeople;
const channel = acmeTeamsChannels.approvals.id;
const path = (...parts: readonly string[]) => parts.map(encodeURIComponent).join("/");
let place: Organization;

beforeEach(async () => {
  place = await startOrganization();
  await place.teams.install(acmeTeam.id, dana.id);
  await place.teams.install(dana.id, dana.id);
});

afterEach(() => place.stop());

it("takes a card into a channel, edits it in place and keeps what it showed before", async () => {
  const { json } = await place.post(channel, adaptive(cardOf(textBlock("waiting"))));
  await place.call("PUT", path("conversations", channel, "activities", json.id), {
    type: "message",
    ...adaptive(cardOf(textBlock("done"))),
  });

  expect(place.teams.messages(channel)).toMatchObject([
    { card: cardOf(textBlock("done")), isEdited: true, earlierCards: [cardOf(textBlock("waiting"))] },
  ]);
  expect(place.teams.failures()).toEqual([]);
});

it("puts an answer into the thread, by the conversation's id or by the message's", async () => {
  const { json } = await place.post(channel, { text: "start" });
  await place.post(`${channel};messageid=${json.id}`, { text: "one" });
  await place.call("POST", path("conversations", channel, "activities", json.id), {
    type: "message",
    text: "two",
  });

  const [start] = place.teams.messages(channel);
  expect(start && place.teams.thread(start).map(({ text }) => text)).toEqual(["start", "one", "two"]);
});

it("starts a thread by a conversation of the channel", async () => {
  const { status, json } = await place.call("POST", "conversations", {
    isGroup: true,
    channelData: { channel: { id: channel } },
    activity: { type: "message", text: "hello" },
  });

  expect(status).toBe(201);
  expect(json.id).toBe(`${channel};messageid=${json.activityId}`);
});

it("opens the personal chat of somebody who has the app", async () => {
  const open = (id: string) =>
    place.call("POST", "conversations", {
      bot: { id: `28:${appId}` },
      members: [{ id }],
      channelData: { tenant: { id: acmeTenantId } },
    });

  const mine = await open(dana.id);
  const byDirectory = await open(dana.aadObjectId);
  const refused = await open(nora.id);

  expect(mine.json.id).toBe(place.teams.personalChatOf(dana.id));
  expect(byDirectory.json.id).toBe(mine.json.id);
  expect(refused).toMatchObject({ status: 403, code: "ForbiddenOperationException" });
});

it("tells who somebody is, as Teams does for members, guests and accounts without an address", async () => {
  const members = await Promise.all(
    [dana, gustav, nora].map(({ id }) => place.call("GET", path("conversations", channel, "members", id))),
  );

  expect(members.map(({ json }) => json)).toMatchObject([
    { email: dana.email, aadObjectId: dana.aadObjectId, tenantId: acmeTenantId, userRole: "user" },
    { email: gustav.email, userRole: "guest", tenantId: gustav.tenantId },
    { userPrincipalName: nora.userPrincipalName },
  ]);
  expect(members[2]?.json.email).toBeUndefined();
});

it("lists the team's channels and members", async () => {
  const channels = await place.call("GET", path("teams", acmeTeam.id, "conversations"));
  const members = await place.call("GET", `${path("conversations", channel, "pagedmembers")}?pageSize=50`);

  expect(channels.json.conversations).toContainEqual(acmeTeamsChannels.approvals);
  expect(members.json.members).toHaveLength(Object.keys(acmeTeamsPeople).length);
});

it("knows nothing of conversations and messages that are not there", async () => {
  const conversation = await place.post("19:nowhere@thread.tacv2", { text: "hello" });
  const message = await place.call("PUT", path("conversations", channel, "activities", "1"), {
    type: "message",
    text: "hello",
  });

  expect([conversation.code, message.code]).toEqual([
    "ConversationNotFound",
    "ActivityNotFoundInConversation",
  ]);
});

it("turns away a bot that was removed or blocked", async () => {
  const chat = place.teams.personalChatOf(dana.id);
  place.teams.block(dana.id);
  await place.teams.uninstall(acmeTeam.id, dana.id);

  const removed = await place.post(channel, { text: "hello" });
  const blocked = await place.post(chat, { text: "hello" });

  expect(removed).toMatchObject({ status: 403, code: "BotNotInConversationRoster" });
  expect(blocked).toMatchObject({ status: 403, code: "ConversationBlockedByUser" });
  expect(place.received().map(({ activity }) => activity.action ?? activity.type)).toEqual([
    ...["conversationUpdate", "add", "conversationUpdate", "add"],
    ...["conversationUpdate", "remove"],
  ]);
});

it("gives a token for the right password alone, and takes no other", async () => {
  const wrong = await place.askForToken("guessed");
  const forged = await place.call("GET", path("teams", acmeTeam.id), undefined, "eyJ.forged.token");

  expect(wrong).toBeUndefined();
  expect(forged.status).toBe(401);
  expect(place.broken()).toEqual(["Unauthorized"]);
});

it("limits the messages of one conversation where a test asks for it", async () => {
  const limited = await startOrganization({ isRateLimited: true, now: () => 1_800_000_000_000 });
  await limited.teams.install(acmeTeam.id, dana.id);

  const posts = [];
  for (const text of "12345678") posts.push(await limited.post(channel, { text }));
  const elsewhere = await limited.post(acmeTeamsChannels.production.id, { text: "9" });

  expect(posts.map(({ status }) => status)).toEqual([...Array(7).fill(201), 429]);
  expect(posts.at(-1)?.retryAfter).toBe("1");
  expect(elsewhere.status).toBe(201);
  await limited.stop();
});
