import { z } from "zod";
import { type AdaptiveCard, adaptiveCardSchema } from "./adaptive-card.ts";
import { TeamsRefusal } from "./teams-refusal.ts";

/** Above it some of the roads that a card goes cut it off: https://learn.microsoft.com/microsoftteams/platform/resources/teams-limits */
const maxCardBytes = 28 * 1024;
/** The most that a bot's message may be altogether. */
const maxActivityBytes = 80 * 1024;

export const cardType = "application/vnd.microsoft.card.adaptive";

const mentionSchema = z.object({
  type: z.literal("mention"),
  text: z.string().regex(/^<at>.+<\/at>$/),
  mentioned: z.object({ id: z.string().min(1), name: z.string().min(1) }),
});

const activitySchema = z
  .object({
    type: z.enum(["message", "typing"]),
    text: z.string().optional(),
    textFormat: z.enum(["plain", "markdown", "xml"]).optional(),
    summary: z.string().optional(),
    attachmentLayout: z.enum(["list", "carousel"]).optional(),
    attachments: z
      .array(z.object({ contentType: z.literal(cardType), content: z.unknown() }))
      .max(1)
      .optional(),
    entities: z
      .array(z.union([mentionSchema, z.object({ type: z.string().regex(/^(?!mention$)/) })]))
      .optional(),
    conversation: z.object({ id: z.string() }).optional(),
    from: z.object({ id: z.string() }).optional(),
    replyToId: z.string().optional(),
  })
  .superRefine(({ type, text = "", attachments = [], entities = [] }, context) => {
    const say = (message: string) => context.addIssue({ code: "custom", message });
    if (type === "message" && text === "" && attachments.length === 0) say("a message has a text or a card");
    for (const entity of entities) {
      if ("mentioned" in entity && !text.includes(entity.text)) say(`${entity.text} is not in the text`);
    }
  });

export type Content = { readonly text: string; readonly card?: AdaptiveCard };

/** A card within Teams' limits, or a refusal that says what breaks them. */
export function parseCard(card: unknown): AdaptiveCard {
  const bytes = Buffer.byteLength(JSON.stringify(card) ?? "");
  if (bytes > maxCardBytes) {
    throw new TeamsRefusal(413, "MessageSizeTooBig", [`the card has ${bytes} bytes of ${maxCardBytes}`]);
  }
  return parseOrRefuse(adaptiveCardSchema, card);
}

/** What a posted activity shows, refused where Teams would not take it or would show it only in part. */
export function parseActivity(activity: unknown): Content & { readonly type: string } {
  const bytes = Buffer.byteLength(JSON.stringify(activity) ?? "");
  if (bytes > maxActivityBytes) throw new TeamsRefusal(413, "MessageSizeTooBig", [`${bytes} bytes`]);
  const { type, text = "", attachments = [] } = parseOrRefuse(activitySchema, activity);
  const [attachment] = attachments;
  return { type, text, ...(attachment && { card: parseCard(attachment.content) }) };
}

/** The input as the schema reads it; where it does not fit, refused with where and why. */
export function parseOrRefuse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  code = "BadSyntax",
): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new TeamsRefusal(
    400,
    code,
    parsed.error.issues.map(({ path, message }) => `/${path.map(String).join("/")}: ${message}`),
  );
}
