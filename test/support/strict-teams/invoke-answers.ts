import { z } from "zod";
import { cardType, parseCard, parseOrRefuse } from "./activity-content.ts";
import type { AppAnswer } from "./activity-sender.ts";
import type { AdaptiveCard } from "./adaptive-card.ts";
import { actionsOf, elementsOf } from "./card-parts.ts";
import { TeamsRefusal } from "./teams-refusal.ts";
import type { Tenant } from "./tenant.ts";
import type { Dialog } from "./tenant-records.ts";

const size = z.union([z.number().int().positive(), z.enum(["small", "medium", "large"])]);
const taskSchema = z.strictObject({
  task: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("message"), value: z.string().min(1) }),
    z.strictObject({
      type: z.literal("continue"),
      value: z.strictObject({
        title: z.string().min(1),
        height: size.optional(),
        width: size.optional(),
        card: z.strictObject({ contentType: z.literal(cardType), content: z.unknown() }),
      }),
    }),
  ]),
});

const actionAnswerSchema = z.discriminatedUnion("type", [
  z.strictObject({ statusCode: z.literal(200), type: z.literal(cardType), value: z.unknown() }),
  z.strictObject({
    statusCode: z.literal(200),
    type: z.literal("application/vnd.microsoft.activity.message"),
    value: z.string().min(1),
  }),
  z.strictObject({
    statusCode: z.number().int().min(400).max(599),
    type: z.literal("application/vnd.microsoft.error"),
    value: z.strictObject({ code: z.string().min(1), message: z.string().min(1) }),
  }),
]);

const searchSchema = z.strictObject({
  statusCode: z.literal(200),
  type: z.literal("application/vnd.microsoft.search.searchResponse"),
  value: z.strictObject({
    results: z.array(z.strictObject({ value: z.string().min(1), title: z.string().min(1) })).max(15),
  }),
});

const previewSchema = z.strictObject({
  contentType: z.enum(["application/vnd.microsoft.card.thumbnail", "application/vnd.microsoft.card.hero"]),
  content: z.object({
    title: z.string().min(1),
    text: z.string().optional(),
    subtitle: z.string().optional(),
  }),
});
const extensionSchema = z.strictObject({
  composeExtension: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("message"), text: z.string().min(1) }),
    z.strictObject({
      type: z.literal("result"),
      attachmentLayout: z.enum(["list", "grid"]),
      attachments: z
        .array(
          z.strictObject({ contentType: z.literal(cardType), content: z.unknown(), preview: previewSchema }),
        )
        .max(25),
    }),
  ]),
});

export type Told = { readonly user: string; readonly text: string };
export type Suggestion = z.infer<typeof searchSchema>["value"]["results"][number];
export type Found = { readonly title: string; readonly text: string; readonly card: AdaptiveCard };

/** Runs it; what breaks Teams' rules is recorded instead of thrown, and nothing is shown. */
export function recording<T>(tenant: Tenant, operation: string, otherwise: T, apply: () => T): T {
  try {
    return apply();
  } catch (error) {
    if (!(error instanceof TeamsRefusal)) throw error;
    tenant.failures.push({ operation, error: error.code, messages: error.details });
    return otherwise;
  }
}

/** What a button was answered with: a card for this person alone, or a line for them. */
export function parseActionAnswer({ json }: AppAnswer): {
  readonly card?: AdaptiveCard;
  readonly text?: string;
} {
  const answer = parseOrRefuse(actionAnswerSchema, json, "InvalidResponse");
  if (answer.type === cardType) return { card: parseCard(answer.value) };
  return { text: typeof answer.value === "string" ? answer.value : answer.value.message };
}

/** What a dialog was answered with: another dialog, a line in it, or nothing, which closes it. */
export function parseTaskAnswer(
  user: string,
  answer: AppAnswer,
): { readonly dialog?: Dialog; readonly text?: string } {
  if (answer.body === "" || (answer.json && Object.keys(answer.json).length === 0)) return {};
  const { task } = parseOrRefuse(taskSchema, answer.json, "InvalidResponse");
  if (task.type === "message") return { text: task.value };
  const card = parseCard(task.value.card.content);
  if (actionsOf(card).some(({ type }) => type === "Action.Execute") || "refresh" in card) {
    throw new TeamsRefusal(400, "InvalidResponse", [
      "a dialog takes Action.Submit alone, and refreshes nothing",
    ]);
  }
  return { dialog: { user, title: task.value.title, card } };
}

/** The choices that a typed text was answered with. */
export function parseSuggestions({ json }: AppAnswer): readonly Suggestion[] {
  return parseOrRefuse(searchSchema, json, "InvalidResponse").value.results;
}

/** What the message extension has found. */
export function parseFound({ json }: AppAnswer): {
  readonly found: readonly Found[];
  readonly text?: string;
} {
  const { composeExtension } = parseOrRefuse(extensionSchema, json, "InvalidResponse");
  if (composeExtension.type === "message") return { found: [], text: composeExtension.text };
  const found = composeExtension.attachments.map(({ content, preview }) => ({
    title: preview.content.title,
    text: preview.content.text ?? preview.content.subtitle ?? "",
    card: parseCard(content),
  }));
  return { found };
}

/** Whether a choice set asks the bot for its choices. */
export function datasetOf(card: AdaptiveCard, inputId: string): string | undefined {
  const input = elementsOf(card).find(({ id }) => id === inputId);
  const query = input && "choices.data" in input ? input["choices.data"] : undefined;
  if (typeof query !== "object" || query === null || !("dataset" in query)) return undefined;
  return String(query.dataset);
}
