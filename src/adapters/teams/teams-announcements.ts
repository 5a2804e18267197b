import { type AnnounceRequest, makeAnnounceRequest } from "../../app/announce/announce-request.ts";
import type { Chat } from "../../app/ports/chat.ts";
import type { ConversationStore } from "../../app/ports/conversation-store.ts";
import { concernsTeams, teamsPeopleOf } from "../../core/undelivered.ts";
import type { AccessToken } from "./access-token.ts";
import { makeConnector } from "./connector.ts";
import { makeTeamsChat } from "./teams-chat.ts";

type Announcing = Omit<Parameters<typeof makeAnnounceRequest>[0], "surface" | "chat" | "placesOf">;

export interface TeamsAnnouncing extends Announcing {
  readonly conversations: ConversationStore;
  /** Nothing where Teams is not set up: then nothing that is routed there can be delivered. */
  readonly bot: { readonly accessToken: AccessToken; readonly tenantIds: readonly string[] } | undefined;
}

/** How long a function may wait for its turn when Teams limits the rate; beyond that the queue delivers again. */
const bounds = { waitMilliseconds: 8000, patienceSeconds: 3 } as const;

/** Brings Teams up to what is true of a request: cards in its channels and to its people, threads, notices to its requester. */
export function makeTeamsAnnouncements({ bot, ...options }: TeamsAnnouncing): AnnounceRequest {
  const announce = makeAnnounceRequest({
    ...options,
    surface: "teams",
    chat: bot
      ? makeTeamsChat({ ...options, ...bot, connector: makeConnector(bot.accessToken, bounds) })
      : absentTeams,
    placesOf: (request) => ({ channels: request.teamsChannels ?? [], people: teamsPeopleOf(request) }),
  });
  return async (id) => {
    const request = await options.requests.find(id);
    if (request && concernsTeams(request)) await announce(id);
  };
}

const absentTeams: Chat = {
  post: async () => ({ kind: "unreachable", reason: "Teams is not set up here" }),
  updateCard: async () => "gone",
  findPosted: async () => "cannot-tell",
};
