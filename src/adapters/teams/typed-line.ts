import { z } from "zod";
import type { TeamsActivity } from "./read-activity.ts";

const mentionSchema = z.object({
  type: z.literal("mention"),
  text: z.string().min(1),
  mentioned: z.object({ id: z.string() }),
});

type Mention = z.infer<typeof mentionSchema>;

const entities: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/** How Teams writes a mention; any other text could be a part of something else. */
const mentionText = /^<at[^<>]*>[^<>]+<\/at>$/;

/** Stands before and after the number of a mention; Unicode gives it no meaning, and what is typed is freed of it. */
const mark = "\ue000";
const markedMention = new RegExp(`${mark}(\\d+)${mark}`, "g");

/** What was typed after the mention of the bot and the name of the command, without Teams' own escaping. */
export interface TypedLine {
  /** Each mention as a word that nobody can type: `mentionedIn` knows it. */
  readonly marked: string;
  /** As people read it: each mention as its name. */
  readonly text: string;
  /** Teams' id of whom such a word mentions, by the activity's own entities and never by the name that stands there. */
  mentionedIn(word: string): string | undefined;
  /** A text that was parsed from the marked line, as people read it. */
  named(text: string): string;
}

export function typedLineOf({ text, entities: given, recipient }: TeamsActivity): TypedLine {
  const mentions = (given ?? []).flatMap((entity) => mentionSchema.safeParse(entity).data ?? []);
  const isOwn = (mention: Mention) => mention.mentioned.id === recipient.id;
  const others = mentions.filter((mention) => !isOwn(mention) && mentionText.test(mention.text));
  const withoutOwn = mentions
    .filter(isOwn)
    .reduce((rest, mention) => rest.replace(mention.text, " "), (text ?? "").replaceAll(mark, ""));
  const withMarks = others.reduce(
    (rest, mention, index) => rest.replace(mention.text, () => `${mark}${index}${mark}`),
    withoutOwn,
  );
  const marked = withoutCommand(withMarks);
  const named = (said: string) =>
    said.replace(markedMention, (_, index) => `@${nameIn(others[Number(index)]?.text ?? "")}`);
  return { marked, text: named(marked), mentionedIn, named };

  function mentionedIn(word: string): string | undefined {
    const [whole, index] = [...word.matchAll(markedMention)][0] ?? [];
    const mention = whole === word ? others[Number(index)] : undefined;
    // Two people of one name: which of the mentions is whose is nowhere said.
    const sameName = others.filter((one) => one.text === mention?.text);
    const ids = new Set(sameName.map(({ mentioned }) => mentioned.id));
    return mention && ids.size === 1 ? mention.mentioned.id : undefined;
  }
}

function nameIn(mentionText: string): string {
  return unescaped(mentionText.replace(/<\/?at[^>]*>/g, "")).trim();
}

function withoutCommand(typed: string): string {
  return unescaped(typed)
    .trim()
    .replace(/^\/?rds-request\b/i, "")
    .trim();
}

function unescaped(text: string): string {
  return text
    .replace(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity)
    .replaceAll("\u00a0", " ");
}
