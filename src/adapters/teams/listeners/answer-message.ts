import { listOpen, listOwn } from "../../../app/chat-lists.ts";
import { cancelledText, filedText, goneButtonText } from "../../../app/chat-texts.ts";
import { type Command, helpText, parseCommand } from "../../../app/parse-command.ts";
import { cardOf } from "../../../core/card.ts";
import type { Person } from "../../../core/person.ts";
import { type Refusal, refusalText } from "../../../core/refusal.ts";
import { requestIdSchema } from "../../../core/request.ts";
import { shortened } from "../../../core/texts.ts";
import type { CardButton } from "../cards/adaptive-card.ts";
import { renderCard, sharedView, summaryOf } from "../cards/render-card.ts";
import { listMessage, textMessage } from "../cards/render-lines.ts";
import { type Message, messageOf } from "../message.ts";
import { type Sender, type TeamsActivity, typedTextOf } from "../read-activity.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";
import { viewFor } from "./show-request.ts";
import { submittedPressSchema, takePress } from "./take-action.ts";

const mention = "@Countersign";

/** Teams opens a form from a press alone, so a line that asks for one gets a button. */
export const openFormButton: CardButton = {
  type: "Action.Submit",
  title: "Request an operation",
  style: "positive",
  data: { msteams: { type: "task/fetch" }, form: "open" },
};

/** What an answer is, and whether only the reader may see it: Teams shows nothing to one alone in a channel. */
export interface ToReader {
  readonly message: Message;
  readonly isPrivate: boolean;
}

/** Answers a typed line, or a press that an older client sends as a message. */
export async function answerMessage(
  deps: TeamsAppDependencies,
  sender: Sender,
  activity: TeamsActivity,
): Promise<ToReader> {
  const pressId = `${sender.tenantId}#${sender.conversationId}#${activity.id ?? deps.newFormId()}`;
  if (typeof activity.value === "object" && activity.value !== null) {
    return { message: await takeSubmitted(deps, sender, activity.value, pressId), isPrivate: true };
  }
  return { message: await answerLine(deps, sender, typedTextOf(activity), pressId), isPrivate: false };
}

async function takeSubmitted(
  deps: TeamsAppDependencies,
  sender: Sender,
  value: object,
  pressId: string,
): Promise<Message> {
  const press = submittedPressSchema.safeParse(value);
  if (!press.success) return textMessage(goneButtonText);
  const person = await deps.findPerson(sender);
  if (!person.ok) return refusalMessage(person.error);
  const { request, notice } = await takePress(deps, person.value, press.data, pressId);
  if (!request) return textMessage(notice?.text ?? goneButtonText);
  const reader = { person: person.value, userId: sender.userId };
  return messageOf(
    shortened(notice?.text ?? request.description.title, 300),
    viewFor(request, reader, deps.now(), notice),
  );
}

async function answerLine(
  deps: TeamsAppDependencies,
  sender: Sender,
  line: string,
  lineId: string,
): Promise<Message> {
  const command = parseCommand(line);
  switch (command.kind) {
    case "help":
      return textMessage(helpText.replaceAll("{command}", mention), [openFormButton]);
    case "unclear":
      return textMessage(`${command.why}\n${mention} help shows how to ask.`);
  }
  const person = await deps.findPerson(sender);
  if (!person.ok) return refusalMessage(person.error);
  const reader = person.value;
  switch (command.kind) {
    case "form":
      return textMessage("Ask for a change to a database. The right people decide, then it is made.", [
        openFormButton,
      ]);
    case "list":
      return listMessage(command.whose === "mine" ? await listOwn(deps, reader) : await listOpen(deps));
    case "status":
      return showRequest(deps, command.requestId, reader, sender);
    case "cancel":
      return cancelById(deps, command.requestId, reader);
    case "submit":
      return submitLine(deps, command, reader, lineId);
  }
}

/** In a channel all read it, so it has the buttons of all; a press on the one for more fetches the reader's own. */
async function showRequest(
  { requests, now }: TeamsAppDependencies,
  typedId: string,
  reader: Person,
  { userId, isPersonal }: Sender,
): Promise<Message> {
  const id = requestIdSchema.safeParse(typedId);
  const request = id.success ? await requests.find(id.data) : undefined;
  if (!request) return unknownRequest(typedId);
  const card = cardOf(request, now());
  const content = isPersonal
    ? viewFor(request, { person: reader, userId }, now())
    : renderCard(card, sharedView(card, [userId]));
  return messageOf(summaryOf(card), content);
}

async function cancelById(
  { cancelRequest }: TeamsAppDependencies,
  givenId: string,
  by: Person,
): Promise<Message> {
  const id = requestIdSchema.safeParse(givenId);
  if (!id.success) return unknownRequest(givenId);
  const cancelled = await cancelRequest(id.data, { by, surface: "teams" });
  return cancelled.ok ? textMessage(cancelledText(cancelled.value)) : refusalMessage(cancelled.error);
}

async function submitLine(
  { submitRequest }: TeamsAppDependencies,
  { operation, instanceId, parameters, justification, when }: Extract<Command, { kind: "submit" }>,
  by: Person,
  lineId: string,
): Promise<Message> {
  const submitted = await submitRequest({
    operation,
    instanceId,
    parameters,
    justification,
    when,
    by,
    surface: "teams",
    correlationId: `teams#${lineId}`,
  });
  return submitted.ok ? textMessage(filedText(submitted.value)) : refusalMessage(submitted.error);
}

function unknownRequest(typedId: string): Message {
  return refusalMessage({ kind: "unknown-request", requestId: shortened(typedId, 100) });
}

function refusalMessage(refusal: Refusal): Message {
  return textMessage(refusalText(refusal));
}
