import { z } from "zod";
import { helpOf, homeText } from "../../../app/chat/chat-texts.ts";
import { type Command, parseCommand } from "../../../app/chat/parse-command.ts";
import type { Person } from "../../../core/person.ts";
import { unescapeMrkdwn } from "../escape-mrkdwn.ts";
import { withoutLinks, withoutMentions } from "../find-mentioned.ts";
import { filedToReader, type MessageToReader, refusalToReader, textToReader } from "../message-to-reader.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { cancelById } from "./cancel-by-id.ts";
import { openForm } from "./open-form.ts";
import { showAnalytics } from "./show-analytics.ts";
import { showOpen, showOwn, showRequest } from "./show-requests.ts";
import { delegateByLine, openDelegationForm, showDelegations, undelegateByLine } from "./take-delegation.ts";
import { reviewByLine } from "./take-review.ts";

export const typedCommandSchema = z.object({
  command: z.string(),
  text: z.string(),
  user_id: z.string(),
  team_id: z.string(),
  trigger_id: z.string(),
});

type TypedCommand = z.infer<typeof typedCommandSchema>;

/** Answers a typed line to the person who typed it; the empty line opens the form and says nothing. */
export async function answerCommand(
  deps: SlackAppDependencies,
  typed: TypedCommand,
): Promise<MessageToReader | undefined> {
  const command = parseCommand(unescapeMrkdwn(withoutLinks(typed.text)));
  switch (command.kind) {
    case "help":
      return textToReader(helpOf(deps.policy, typed.command));
    case "unclear":
      return textToReader(`${command.why}\n\`${typed.command} help\` shows how to ask.`);
    case "home":
      return textToReader(homeText);
    case "form":
      return openForm(deps, { userId: typed.user_id, triggerId: typed.trigger_id });
  }
  const person = await deps.findPerson(typed.user_id);
  if (!person.ok) return refusalToReader(person.error);
  const reader = person.value;
  switch (command.kind) {
    case "list":
      return command.whose === "mine" ? showOwn(deps, reader) : showOpen(deps);
    case "status":
      return showRequest(deps, command.requestId, reader);
    case "cancel":
      return cancelById(deps, command.requestId, reader);
    case "analytics":
      return showAnalytics(deps, reader);
    case "delegate":
      return delegateByLine(deps, command, reader);
    case "undelegate":
      return undelegateByLine(deps, command.other, reader);
    case "delegations":
      return showDelegations(deps);
    case "delegation-form":
      return openDelegationForm(deps, typed.trigger_id);
    case "review":
      return reviewByLine(deps, command, reader);
    case "submit":
      return submitLine(deps, typed, command, reader);
  }
}

async function submitLine(
  { submitRequest }: SlackAppDependencies,
  typed: TypedCommand,
  { kind: _, justification, ...asked }: Extract<Command, { kind: "submit" }>,
  by: Person,
): Promise<MessageToReader> {
  const submitted = await submitRequest({
    ...asked,
    justification: withoutMentions(justification),
    by,
    surface: "slack",
    correlationId: `slack#${typed.team_id}#${typed.trigger_id}`,
  });
  if (!submitted.ok) return refusalToReader(submitted.error);
  return filedToReader(submitted.value);
}
