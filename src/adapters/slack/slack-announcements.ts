import { type AnnounceRequest, makeAnnounceRequest } from "../../app/announce/announce-request.ts";
import { makeSlackChat } from "./slack-chat.ts";
import { makeSlackClient, type SlackAccess } from "./slack-client.ts";

type Announcing = Omit<Parameters<typeof makeAnnounceRequest>[0], "surface" | "chat" | "placesOf">;

/** Brings Slack up to what is true of a request: cards in the channels of its policy, threads, notices to its requester. */
export function makeSlackAnnouncements(options: Announcing & SlackAccess): AnnounceRequest {
  return makeAnnounceRequest({
    ...options,
    surface: "slack",
    chat: makeSlackChat(makeSlackClient(options)),
    placesOf: ({ slackChannels }) => ({ channels: slackChannels, people: [] }),
  });
}
