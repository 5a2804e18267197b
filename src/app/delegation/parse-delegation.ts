/** What a line about who decides for somebody asks for; each part as it was typed, and empty where it was not. */
export type DelegationLine =
  | {
      readonly kind: "delegate";
      /** A mail address, or how the chat writes a mention. */
      readonly to: string;
      readonly from: string;
      readonly until: string;
      readonly reason: string;
    }
  | { readonly kind: "delegation-form" }
  | { readonly kind: "unclear"; readonly why: string };

const usage = "`delegate to @PERSON until 2026-12-04`";

/** Reads what stands after `delegate`: `to WHO`, `until WHEN` and `from WHEN` in any order; nothing for the form. */
export function parseDelegation(words: readonly string[], reason: string): DelegationLine {
  if (words.length === 0 && reason === "") return { kind: "delegation-form" };
  const parts = new Map<string, string>();
  let at: string | undefined;
  for (const word of words) {
    const key = word.toLowerCase();
    if (key === "to" || key === "from" || key === "until") {
      if (parts.has(key)) return { kind: "unclear", why: `\`${key}\` is there twice. Say it once.` };
      parts.set(key, "");
      at = key;
    } else if (at === undefined) {
      return { kind: "unclear", why: `Who decides for you, and until when? ${usage}` };
    } else {
      parts.set(at, `${parts.get(at) ?? ""} ${word}`.trim());
    }
  }
  const { to = "", from = "", until = "" } = Object.fromEntries(parts);
  if (to === "") return { kind: "unclear", why: `Who decides for you? ${usage}` };
  if (until === "") return { kind: "unclear", why: `Until when? ${usage}` };
  if (parts.has("from") && from === "")
    return { kind: "unclear", why: "From when? Leave `from` out for now." };
  return { kind: "delegate", to, from, until, reason };
}
