import {
  type Activity,
  baseActivity,
  installationActivities,
  invokeActivity,
  messageActivity,
} from "./activities.ts";
import type { ActivitySender, AppAnswer } from "./activity-sender.ts";
import type { AdaptiveCard } from "./adaptive-card.ts";
import { type Filled, fillIn, findAction } from "./fill-in.ts";
import {
  datasetOf,
  type Found,
  parseActionAnswer,
  parseFound,
  parseSuggestions,
  parseTaskAnswer,
  recording,
  type Suggestion,
  type Told,
} from "./invoke-answers.ts";
import { findMessage, findPlace, getPerson, personalChatOf, type Tenant, viewKey } from "./tenant.ts";
import type { Message } from "./tenant-records.ts";

type Said = {
  readonly user: string;
  readonly conversation: string;
  readonly text: string;
  /** The message whose thread it is written in; a new thread where not given. */
  readonly root?: string;
  /** With `@Countersign` before it: in channels and group chats, where not given. */
  readonly isMentioned?: boolean;
};

type Press = {
  readonly user: string;
  readonly message: Message;
  /** The button's title, verb or id. */
  readonly action: string;
  readonly inputs?: Filled;
  /** The card on the screen: the one that this person sees now, or that of an earlier version of the message. */
  readonly card?: AdaptiveCard;
};

type Query = {
  readonly user: string;
  readonly conversation: string;
  readonly command: string;
  readonly parameter: string;
  readonly text: string;
};

export type Driver = {
  readonly say: (said: Said) => Promise<AppAnswer>;
  /** What the person sees of a message's card: their own view, which Teams fetches for those the card names. */
  readonly look: (user: string, message: Message) => Promise<AdaptiveCard>;
  readonly press: (press: Press) => Promise<AppAnswer>;
  /** Sends the dialog that the person has open. */
  readonly submitDialog: (user: string, inputs: Filled, action?: string) => Promise<AppAnswer>;
  /** Opens the dialog of a command of the message extension. */
  readonly openCommand: (user: string, conversation: string, command: string) => Promise<AppAnswer>;
  /** Types into a choice set that asks the bot, in the open dialog or in a message's card. */
  readonly suggest: (
    user: string,
    inputId: string,
    text: string,
    message?: Message,
  ) => Promise<readonly Suggestion[]>;
  /** Searches with the message extension. */
  readonly query: (query: Query) => Promise<readonly Found[]>;
  /** Sends what was found as a message of one's own. */
  readonly insert: (user: string, conversation: string, found: Found) => Message;
  /** Adds the app to a team, a chat or a person, and removes it, by one who may. */
  readonly install: (where: string, by: string) => Promise<void>;
  readonly uninstall: (where: string, by: string) => Promise<void>;
  /** What people alone were told. */
  readonly told: () => readonly Told[];
  readonly send: (activity: Activity) => Promise<AppAnswer>;
};

type TaskFetch = { readonly type: string; readonly text?: unknown; readonly value?: unknown };

function teamsPart(data: Readonly<Record<string, unknown>>): TaskFetch | undefined {
  const { msteams } = data;
  if (typeof msteams !== "object" || msteams === null || !("type" in msteams)) return undefined;
  return { ...msteams, type: String(msteams.type) };
}

/** What people do in Teams, sent to the bot as Teams sends it; the bot's answer takes effect. */
export function makeDriver(
  tenant: Tenant,
  { send }: Pick<ActivitySender, "send">,
  serviceUrl: string,
): Driver {
  const told: Told[] = [];
  const suggested = new Map<string, readonly string[]>();
  /** The dialogs' commands: a dialog of the message extension is sent as one. */
  const commandOf = new Map<string, { readonly conversation: string; readonly command?: string }>();

  const baseOf = (user: string, conversation: string) =>
    baseActivity(tenant, serviceUrl, getPerson(tenant, user), conversation);
  const threadOf = ({ conversation, root, id }: Message) =>
    findPlace(tenant, conversation)?.kind === "channel"
      ? `${conversation};messageid=${root ?? id}`
      : conversation;
  const suggestedFor = (user: string) => (id: string) => suggested.get(`${user} ${id}`) ?? [];

  function showTask(user: string, name: string, answer: AppAnswer): void {
    if (!answer.taken) return;
    recording(tenant, name, undefined, () => {
      const { dialog, text } = parseTaskAnswer(user, answer);
      tenant.dialogs = [...tenant.dialogs.filter((one) => one.user !== user), ...(dialog ? [dialog] : [])];
      if (text !== undefined) told.push({ user, text });
    });
  }

  async function execute(user: string, message: Message, value: object): Promise<AppAnswer> {
    const name = "adaptiveCard/action";
    const answer = await send(invokeActivity(baseOf(user, threadOf(message)), name, value, message.id));
    if (!answer.taken) return answer;
    recording(tenant, name, undefined, () => {
      const { card, text } = parseActionAnswer(answer);
      if (card) tenant.views.set(viewKey(message.id, user), card);
      if (text !== undefined) told.push({ user, text });
    });
    return answer;
  }

  async function look(user: string, message: Message): Promise<AdaptiveCard> {
    const now = findMessage(tenant, message.conversation, message.id);
    if (!now?.card) throw new Error("the message shows no card");
    const seen = tenant.views.get(viewKey(now.id, user));
    if (seen) return seen;
    const { refresh } = now.card;
    if (refresh && (refresh.userIds ?? [user]).includes(user)) {
      await execute(user, now, { action: refresh.action, trigger: "automatic" });
    }
    return tenant.views.get(viewKey(now.id, user)) ?? now.card;
  }

  async function submitted(user: string, message: Message, data: Readonly<Record<string, unknown>>) {
    const teams = teamsPart(data);
    const base = baseOf(user, threadOf(message));
    if (teams?.type === "task/fetch") {
      commandOf.set(user, { conversation: threadOf(message) });
      const value = { data, context: { theme: "default" } };
      const answer = await send(invokeActivity(base, "task/fetch", value, message.id));
      showTask(user, "task/fetch", answer);
      return answer;
    }
    const { msteams: _msteams, ...rest } = data;
    const text = teams && typeof teams.text === "string" ? { text: teams.text } : {};
    const value = teams?.type === "messageBack" ? (teams.value ?? rest) : rest;
    return send({ ...base, type: "message", ...text, value, replyToId: message.id });
  }

  async function change(where: string, by: string, to: "add" | "remove"): Promise<void> {
    const isPersonal = tenant.people.has(where);
    const conversation = isPersonal ? personalChatOf(tenant, where) : where;
    if (to === "add") tenant.installed.add(where);
    else tenant.installed.delete(where);
    const activities = installationActivities(tenant, baseOf(by, conversation), to, isPersonal);
    for (const activity of activities) await send(activity);
  }

  return {
    look,
    send,
    told: () => [...told],
    install: (where, by) => change(where, by, "add"),
    uninstall: (where, by) => change(where, by, "remove"),

    say: async ({ user, conversation, text, root, isMentioned }) => {
      const kind = findPlace(tenant, conversation)?.kind;
      const base = baseOf(user, conversation);
      const id = String(base.id);
      const message = { id, conversation, from: user, text, isEdited: false, earlierCards: [] };
      tenant.messages = [...tenant.messages, { ...message, ...(root !== undefined && { root }) }];
      const thread = kind === "channel" ? `${conversation};messageid=${root ?? id}` : conversation;
      const activity = { ...baseOf(user, thread), id };
      return send(messageActivity(tenant, activity, text, isMentioned ?? kind !== "personal"));
    },

    press: async ({ user, message, action: named, inputs = {}, card }) => {
      const shown = card ?? (await look(user, message));
      const action = findAction(shown, named);
      const values = fillIn(shown, action, inputs, suggestedFor(user));
      const data = { ...action.data, ...values };
      if (action.type === "Action.Submit") return submitted(user, message, data);
      if (action.type !== "Action.Execute") throw new Error(`${named} sends nothing`);
      const { type, id, title, verb } = action;
      return execute(user, message, { action: { type, id, title, verb, data }, trigger: "manual" });
    },

    submitDialog: async (user, inputs, named = "Action.Submit") => {
      const dialog = tenant.dialogs.find((one) => one.user === user);
      const from = commandOf.get(user);
      if (!dialog || !from) throw new Error(`${user} has no dialog open`);
      const submits = (dialog.card.actions ?? []).filter(({ type }) => type === "Action.Submit");
      const action = named === "Action.Submit" ? submits[0] : findAction(dialog.card, named);
      if (!action) throw new Error("the dialog has no button to send it");
      const data = { ...action.data, ...fillIn(dialog.card, action, inputs, suggestedFor(user)) };
      const command =
        from.command === undefined ? {} : { commandId: from.command, commandContext: "compose" };
      const name = from.command === undefined ? "task/submit" : "composeExtension/submitAction";
      const value = { ...command, data, context: { theme: "default" } };
      const answer = await send(invokeActivity(baseOf(user, from.conversation), name, value));
      showTask(user, name, answer);
      return answer;
    },

    openCommand: async (user, conversation, command) => {
      commandOf.set(user, { conversation, command });
      const name = "composeExtension/fetchTask";
      const value = { commandId: command, commandContext: "compose", context: { theme: "default" } };
      const answer = await send(invokeActivity(baseOf(user, conversation), name, value));
      showTask(user, name, answer);
      return answer;
    },

    suggest: async (user, inputId, text, message) => {
      const card = message
        ? await look(user, message)
        : tenant.dialogs.find((one) => one.user === user)?.card;
      const dataset = card && datasetOf(card, inputId);
      if (dataset === undefined) throw new Error(`${inputId} does not ask the bot`);
      const conversation = message ? threadOf(message) : (commandOf.get(user)?.conversation ?? "");
      const value = { queryText: text, queryOptions: { skip: 0, top: 15 }, dataset };
      const name = "application/search";
      const answer = await send(invokeActivity(baseOf(user, conversation), name, value, message?.id));
      const results = answer.taken
        ? recording<readonly Suggestion[]>(tenant, name, [], () => parseSuggestions(answer))
        : [];
      suggested.set(
        `${user} ${inputId}`,
        results.map((one) => one.value),
      );
      return results;
    },

    query: async ({ user, conversation, command, parameter, text }) => {
      const parameters =
        text === "" ? [{ name: "initialRun", value: "true" }] : [{ name: parameter, value: text }];
      const value = { commandId: command, parameters, queryOptions: { skip: 0, count: 25 } };
      const name = "composeExtension/query";
      const answer = await send(invokeActivity(baseOf(user, conversation), name, value));
      if (!answer.taken) return [];
      return recording<readonly Found[]>(tenant, name, [], () => {
        const { found, text: line } = parseFound(answer);
        if (line !== undefined) told.push({ user, text: line });
        return found;
      });
    },

    insert: (user, conversation, { card }) => {
      const id = tenant.nextId();
      const message = { id, conversation, from: user, text: "", card, isEdited: false, earlierCards: [] };
      tenant.messages = [...tenant.messages, message];
      return message;
    },
  };
}
