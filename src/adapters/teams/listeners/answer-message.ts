import { z } from "zod";
import { listOpen, listOwn } from "../../../app/chat/chat-lists.ts";
import {
  cancelledText,
  filedText,
  goneButtonText,
  helpOf,
  reviewedText,
} from "../../../app/chat/chat-texts.ts";
import { type Command, parseCommand } from "../../../app/chat/parse-command.ts";
import { findNamed } from "../../../app/find-named.ts";
import { cardOf } from "../../../core/card.ts";
import { wholeHome } from "../../../core/home/home-query.ts";
import type { Person } from "../../../core/person.ts";
import { requestIdSchema } from "../../../core/request.ts";
import { shortened } from "../../../core/texts.ts";
import { openFormButton } from "../cards/buttons.ts";
import { sharedView } from "../cards/card-view.ts";
import { openDelegationButton } from "../cards/delegate-form.ts";
import { renderCard, summaryOf } from "../cards/render-card.ts";
import { listMessage, textMessage } from "../cards/render-lines.ts";
import { type Message, messageOf } from "../message.ts";
import type { Sender, TeamsActivity } from "../read-activity.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";
import { type TypedLine, typedLineOf } from "../typed-line.ts";
import { refusalMessage, unknownRequest } from "./refusal-message.ts";
import { showAnalytics } from "./show-analytics.ts";
import { viewFor } from "./show-request.ts";
import { delegateByLine, showDelegations, undelegateByLine } from "./take-delegation.ts";
import { homeMessage, homePressSchema, takeHomePress } from "./take-home.ts";
import { pressSchema, takePress } from "./take-press.ts";

const mention = "@Countersign";

/** What waits for one person, and a link that is their own, are for nobody else in the channel. */
const forReaderAlone: ReadonlySet<string> = new Set(["home", "analytics"]);

/** A press as older clients send it: a message with what the button's fallback holds. */
const submittedPressSchema = z
  .looseObject({ verb: z.string() })
  .transform(({ verb, ...data }) => ({ verb, data }))
  .pipe(z.union([pressSchema, homePressSchema]));

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
  const line = typedLineOf(activity);
  const message = await answerLine(deps, sender, line, pressId);
  return { message, isPrivate: forReaderAlone.has(commandIn(line).kind) };
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
  const reader = { person: person.value, userId: sender.userId };
  if (!("digest" in press.data)) {
    return messageOf("Your home", await takeHomePress(deps, reader, press.data));
  }
  const { request, ...told } = await takePress(deps, person.value, press.data, pressId);
  if (!request) return textMessage(told.notice?.text ?? goneButtonText);
  return messageOf(
    shortened(told.notice?.text ?? request.description.title, 300),
    viewFor(deps, request, reader, told),
  );
}

async function answerLine(
  deps: TeamsAppDependencies,
  sender: Sender,
  line: TypedLine,
  lineId: string,
): Promise<Message> {
  const command = commandIn(line);
  switch (command.kind) {
    case "help":
      return textMessage(helpOf(deps.policy, mention), [openFormButton]);
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
    case "home":
      return homeMessage(await deps.openHome(reader, wholeHome), sender.userId);
    case "list":
      return listMessage(command.whose === "mine" ? await listOwn(deps, reader) : await listOpen(deps));
    case "status":
      return showRequest(deps, command.requestId, reader, sender);
    case "cancel":
      return cancelById(deps, command.requestId, reader);
    case "analytics":
      return showAnalytics(deps, reader);
    case "delegate":
      return delegateByLine(deps, sender, line, command, reader);
    case "undelegate":
      return undelegateByLine(deps, sender, line, command.other, reader);
    case "delegations":
      return showDelegations(deps);
    case "delegation-form":
      return textMessage("Away for a while? Say who decides for you, and until when.", [
        openDelegationButton,
      ]);
    case "review":
      return reviewByLine(deps, command, reader);
    case "submit":
      return submitLine(deps, command, reader, lineId);
  }
}

/** Where people are meant, they stay the marks that tell whom; everywhere else a mention is a name. */
function commandIn({ marked, text }: TypedLine): Command {
  const command = parseCommand(marked);
  return command.kind === "delegate" || command.kind === "undelegate" ? command : parseCommand(text);
}

/** In a channel all read it, so it has the buttons of all; a press on the one for more fetches the reader's own. */
async function showRequest(
  deps: TeamsAppDependencies,
  typedId: string,
  reader: Person,
  { userId, isPersonal }: Sender,
): Promise<Message> {
  const { requests, now } = deps;
  const request = await findNamed(requests, typedId);
  if (!request) return unknownRequest(typedId);
  const card = cardOf(request, now());
  const content = isPersonal
    ? viewFor(deps, request, { person: reader, userId })
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
  { kind: _, ...asked }: Extract<Command, { kind: "submit" }>,
  by: Person,
  lineId: string,
): Promise<Message> {
  const submitted = await submitRequest({
    ...asked,
    by,
    surface: "teams",
    correlationId: `teams#${lineId}`,
  });
  return submitted.ok ? textMessage(filedText(submitted.value)) : refusalMessage(submitted.error);
}

/** What somebody thinks of what was done in an emergency. */
async function reviewByLine(
  { reviewEmergency }: TeamsAppDependencies,
  { verdict, requestId, comment }: Extract<Command, { kind: "review" }>,
  by: Person,
): Promise<Message> {
  const id = requestIdSchema.safeParse(requestId);
  if (!id.success) return unknownRequest(requestId);
  const reviewed = await reviewEmergency(id.data, { verdict, by, surface: "teams", comment });
  return reviewed.ok ? textMessage(reviewedText(reviewed.value, verdict)) : refusalMessage(reviewed.error);
}
