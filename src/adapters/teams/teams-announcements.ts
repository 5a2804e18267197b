import { type AnnounceRequest, makeAnnounceRequest } from "../../app/announce/announce-request.ts";
import { teamsPeopleOf } from "../../core/undelivered.ts";
import { makeNotifierChat, type NotifierBot } from "./notifier-chat.ts";

type Announcing = Omit<Parameters<typeof makeAnnounceRequest>[0], "surface" | "chat" | "placesOf">;

export type TeamsAnnouncing = Announcing & NotifierBot;

/** Brings Teams up to what is true of a request: cards in its channels and to its people, threads, notices to its requester. */
export function makeTeamsAnnouncements({ bot, ...options }: TeamsAnnouncing): AnnounceRequest {
  return makeAnnounceRequest({
    ...options,
    surface: "teams",
    chat: makeNotifierChat({ ...options, bot }),
    placesOf: (request) => ({ channels: request.teamsChannels ?? [], people: teamsPeopleOf(request) }),
  });
}
