import type { AdaptiveCard } from "./adaptive-card.ts";

export type TeamsPerson = {
  /** Teams' own id of a person with this bot: `29:…`. */
  readonly id: string;
  readonly name: string;
  readonly aadObjectId: string;
  readonly email?: string;
  readonly userPrincipalName?: string;
  readonly userRole?: "user" | "guest";
  /** The home tenant; this one where not given. */
  readonly tenantId?: string;
};

type TeamsChannel = { readonly id: string; readonly name: string };

export type Team = {
  /** The id of the team is that of its general channel. */
  readonly id: string;
  readonly name: string;
  readonly aadGroupId: string;
  readonly channels: readonly TeamsChannel[];
  /** Ids of people; everyone where not given. */
  readonly members?: readonly string[];
};

export type GroupChat = { readonly id: string; readonly members: readonly string[] };

export type Message = {
  readonly id: string;
  /** The channel or chat, without the thread. */
  readonly conversation: string;
  /** The message that the thread starts with; missing in that one and in chats. */
  readonly root?: string;
  readonly from: string;
  readonly text: string;
  readonly card?: AdaptiveCard;
  readonly isEdited: boolean;
  /** The cards of every version but the current one, oldest first: what a screen not yet redrawn still shows. */
  readonly earlierCards: readonly AdaptiveCard[];
};

export type Dialog = { readonly user: string; readonly title: string; readonly card: AdaptiveCard };

export type Call = {
  readonly method: string;
  /** The operation: `post`, `reply`, `update`, `delete`, `create`, `member`, `members`, `team`, `channels`, `token`. */
  readonly operation: string;
  readonly conversation: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The code answered by a rule or a fault; absent where the call succeeded. */
  readonly error?: string;
};

export type Failure = {
  readonly operation: string;
  readonly error: string;
  readonly messages: readonly string[];
};
