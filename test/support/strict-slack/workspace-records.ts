import type { Block } from "./blocks.ts";
import type { ViewDefinition } from "./views.ts";

export type SlackUser = {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly deleted?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly is_bot?: boolean;
  readonly team_id?: string;
  readonly email_confirmed?: boolean;
};

export type SlackChannel = {
  readonly id: string;
  readonly name: string;
  /** User ids; everyone where not given. */
  readonly members?: readonly string[];
  /** Whether the app's bot is in it; it is where not given. */
  readonly bot_is_member?: boolean;
  readonly is_private?: boolean;
  readonly is_archived?: boolean;
};

export type Metadata = { readonly event_type: string; readonly event_payload: Record<string, unknown> };

export type Message = {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly thread_ts?: string;
  readonly metadata?: Metadata;
  readonly edited?: { readonly user: string; readonly ts: string };
  /** The blocks of every version but the current one, oldest first: what a screen not yet redrawn still shows. */
  readonly earlierBlocks: readonly (readonly Block[])[];
};

export type Ephemeral = {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly thread_ts?: string;
};

/** `block_id` → `action_id` → what the person filled in, as Slack writes `state.values`. */
export type StateValues = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
>;

export type SlackView = {
  readonly id: string;
  readonly user: string;
  readonly definition: ViewDefinition;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly values: StateValues;
  /** The messages of a `response_action: errors`, by `block_id`. */
  readonly errors: Readonly<Record<string, string>>;
};

export type Trigger = { readonly user: string; readonly at: number; used: boolean; readonly viewId?: string };

export type ResponseUrl = {
  readonly channel: string;
  readonly user: string;
  readonly at: number;
  uses: number;
  /** The message or ephemeral it belongs to, where there is one. */
  original?: string;
};

export type Call = {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The error answered by a rule or a fault; absent where the call succeeded. */
  readonly error?: string;
};

export type Failure = {
  readonly method: string;
  readonly error: string;
  readonly messages: readonly string[];
};
