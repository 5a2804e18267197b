import { NotDoneError } from "../../app/gateway-error.ts";
import type { Chat } from "../../app/ports/chat.ts";
import type { ConversationStore } from "../../app/ports/conversation-store.ts";
import type { AccessToken } from "./access-token.ts";
import { makeConnector } from "./connector.ts";
import { makeTeamsChat } from "./teams-chat.ts";

export interface NotifierBot {
  readonly conversations: ConversationStore;
  /** Nothing where Teams is not set up: then nothing that is routed there can be delivered. */
  readonly bot: { readonly accessToken: AccessToken; readonly tenantIds: readonly string[] } | undefined;
}

/** How long a function may wait for its turn when Teams limits the rate; beyond that the queue delivers again. */
const bounds = { waitMilliseconds: 8000, patienceSeconds: 3 } as const;

/** Teams as a notifier writes to it. */
export function makeNotifierChat({
  bot,
  conversations,
  now,
}: NotifierBot & { readonly now: () => Date }): Chat {
  if (!bot) return absentTeams;
  const { accessToken, tenantIds } = bot;
  return makeTeamsChat({ conversations, tenantIds, now, connector: makeConnector(accessToken, bounds) });
}

/**
 * Teams as `findChat` gives it at each call. Where that throws nothing was done in Teams, and so it throws a `NotDoneError`: what goes
 * elsewhere goes there all the same.
 */
export function chatFoundLater(findChat: () => Promise<Chat>): Chat {
  const chat = () =>
    findChat().catch((cause: unknown) => {
      throw new NotDoneError("nothing can be done in Teams: its secret cannot be read", { cause });
    });
  return {
    post: async (post) => (await chat()).post(post),
    update: async (reference, shown) => (await chat()).update(reference, shown),
    findPosted: async (post, since) => (await chat()).findPosted(post, since),
  };
}

const absentTeams: Chat = {
  post: async () => ({ kind: "unreachable", reason: "Teams is not set up here" }),
  update: async () => "gone",
  findPosted: async () => "cannot-tell",
};
