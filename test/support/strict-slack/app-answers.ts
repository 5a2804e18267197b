import { z } from "zod";
import { contentSchema, parseContent } from "./message-content.ts";
import { parseOrRefuse } from "./parse-or-refuse.ts";
import type { AppAnswer } from "./request-sender.ts";
import { showResponse } from "./response-url.ts";
import { SlackRefusal } from "./slack-refusal.ts";
import { optionGroupSchema, optionSchema } from "./text-objects.ts";
import { parseView, pushView, replaceView } from "./view-methods.ts";
import type { Option } from "./view-state.ts";
import type { Workspace } from "./workspace.ts";
import type { ResponseUrl, SlackView } from "./workspace-records.ts";

const commandAnswerSchema = z.object({
  ...contentSchema.shape,
  response_type: z.enum(["ephemeral", "in_channel"]).default("ephemeral"),
});
const submissionAnswerSchema = z.discriminatedUnion("response_action", [
  z.strictObject({
    response_action: z.literal("errors"),
    errors: z.record(z.string(), z.string().min(1)).refine((errors) => Object.keys(errors).length > 0),
  }),
  z.strictObject({ response_action: z.literal("update"), view: z.unknown() }),
  z.strictObject({ response_action: z.literal("push"), view: z.unknown() }),
  z.strictObject({ response_action: z.literal("clear") }),
]);
const optionsSchema = z.strictObject({ options: z.array(optionSchema).max(100) });
const optionGroupsSchema = z.strictObject({ option_groups: z.array(optionGroupSchema).max(100) });

function recording<T>(slack: Workspace, method: string, otherwise: T, apply: () => T): T {
  try {
    return apply();
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    slack.failures.push({ method, error: error.code, messages: error.details });
    return otherwise;
  }
}

/** Shows what a slash command was answered with: nothing, plain text, or a message as JSON. */
export function applyCommandAnswer(slack: Workspace, target: ResponseUrl, { body, json }: AppAnswer): void {
  if (body === "") return;
  recording(slack, "command", undefined, () => {
    const message = parseOrRefuse(commandAnswerSchema, json ?? { text: body }, "invalid_payload");
    if (json && Object.keys(json).length === 0) return;
    const inChannel = message.response_type === "in_channel";
    target.original = showResponse(slack, target, parseContent(message), { inChannel });
  });
}

function showErrors(slack: Workspace, view: SlackView, errors: Readonly<Record<string, string>>): void {
  const inputs = view.definition.blocks.flatMap(({ type, block_id }) =>
    type === "input" ? (block_id ?? []) : [],
  );
  const unknown = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
  if (unknown.length > 0) {
    throw new SlackRefusal("invalid_response_action", [`no input block: ${unknown.join(", ")}`]);
  }
  slack.views = slack.views.map((one) => (one.id === view.id ? { ...one, errors } : one));
}

/** What a submission was answered with: closes, clears, updates or stacks the view, or shows errors in it. */
export function applySubmissionAnswer(slack: Workspace, viewId: string, { body, json }: AppAnswer): void {
  const view = slack.views.find(({ id }) => id === viewId);
  if (!view) return;
  if (body === "" || (json && Object.keys(json).length === 0)) {
    slack.views = slack.views.filter((one) => one !== view);
    return;
  }
  recording(slack, "view_submission", undefined, () => {
    const answer = parseOrRefuse(submissionAnswerSchema, json, "invalid_response_action");
    if (answer.response_action === "errors") showErrors(slack, view, answer.errors);
    if (answer.response_action === "clear") {
      slack.views = slack.views.filter(({ rootId }) => rootId !== view.rootId);
    }
    if (answer.response_action === "update") replaceView(slack, view, parseView(answer.view, "modal"));
    if (answer.response_action === "push") pushView(slack, view, parseView(answer.view, "modal"));
  });
}

/** The options a suggestion request was answered with; none where the answer breaks a limit. */
export function parseSuggestions(slack: Workspace, { json }: AppAnswer): readonly Option[] {
  return recording<readonly Option[]>(slack, "block_suggestion", [], () => {
    if (json && "option_groups" in json) {
      return parseOrRefuse(optionGroupsSchema, json, "invalid_options").option_groups.flatMap(
        ({ options }) => options,
      );
    }
    return parseOrRefuse(optionsSchema, json, "invalid_options").options;
  });
}
