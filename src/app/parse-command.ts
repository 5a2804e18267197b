/** What a line typed in chat asks for. */
export type Command =
  | { readonly kind: "form" }
  | { readonly kind: "help" }
  | { readonly kind: "list"; readonly whose: "open" | "mine" }
  | { readonly kind: "status"; readonly requestId: string }
  | { readonly kind: "cancel"; readonly requestId: string }
  | {
      readonly kind: "submit";
      readonly operation: string;
      readonly instanceId: string;
      readonly parameters: Readonly<Record<string, string>>;
      readonly justification: string;
      /** Of `when=`, which is no parameter of an operation. */
      readonly when?: string;
    }
  | { readonly kind: "unclear"; readonly why: string };

/** How to ask, the same on every chat; `{command}` stands for the chat's own way to call it. */
export const helpText = [
  "Ask for a change to a database. The right people decide, then it is made.",
  "• `{command}` opens the form",
  "• `{command} snapshot dev-postgres-01 because the schema changes tonight` asks in one line",
  "• `{command} reboot staging-orders-01 force_failover=yes because ...` with a parameter",
  "• `when=maintenance`, `when=2026-11-22T03:00Z` or `when=WINDOW`, one of the policy's, starts it then, not at once",
  "• `{command} reboot dev-orders-* parallel=5 because ...` for several at once: `a,b,c`, a pattern, or `tag:team=payments`",
  "• `{command} list` shows what waits for a decision, `{command} list mine` what you asked for",
  "• `{command} status req-...` shows one request, `{command} cancel req-...` takes yours back",
].join("\n");

/** A list may have spaces after its commas. */
function joinedList(words: readonly string[]): readonly string[] {
  const [first = "", second, ...rest] = words;
  return first.endsWith(",") && second !== undefined ? joinedList([first + second, ...rest]) : words;
}

/**
 * Reads a typed line: `help`, `list [mine]`, `status ID`, `cancel ID`, nothing for the form, or a request as
 * `OPERATION INSTANCE [parameter=value ...] [when=TIME] because WHY`, where several instances can be meant too: `a,b`, `dev-*`, `tag:team=x`.
 */
export function parseCommand(line: string): Command {
  const [words, justification] = splitAtBecause(line.trim());
  const [first = "", ...others] = words;
  const [second = "", ...rest] = joinedList(others);
  switch (first.toLowerCase()) {
    case "":
      return justification === ""
        ? { kind: "form" }
        : { kind: "unclear", why: "Say what to do before you say why." };
    case "help":
    case "?":
      return { kind: "help" };
    case "list":
      return { kind: "list", whose: second.toLowerCase() === "mine" ? "mine" : "open" };
    case "status":
    case "cancel":
      return second === ""
        ? { kind: "unclear", why: `Which one? \`${first.toLowerCase()} req-...\`` }
        : { kind: first.toLowerCase() === "status" ? "status" : "cancel", requestId: second };
  }
  if (second === "") return { kind: "unclear", why: `Which instance? \`${first} INSTANCE because ...\`` };
  const parameters: Record<string, string> = {};
  for (const word of rest) {
    const at = word.indexOf("=");
    if (at < 1)
      return {
        kind: "unclear",
        why: `"${word}" is not a parameter=value. Put the reason after \`because\`.`,
      };
    const [name, value] = [word.slice(0, at), word.slice(at + 1)];
    // Neither the first nor the last of two is surely what was meant, and to start at once is not what `when=` without a time says.
    if (Object.hasOwn(parameters, name))
      return { kind: "unclear", why: `\`${name}=\` is there twice. Say it once.` };
    if (name === "when" && value === "") {
      return { kind: "unclear", why: "Say a time after `when=`, or leave it out to start at once." };
    }
    parameters[name] = value;
  }
  const { when, ...own } = parameters;
  const asked = {
    kind: "submit",
    operation: first,
    instanceId: second,
    parameters: own,
    justification,
  } as const;
  return when === undefined ? asked : { ...asked, when };
}

function splitAtBecause(line: string): readonly [readonly string[], string] {
  const [, asked = line, justification = ""] = /^(.*?)(?:^|\s)because(?:\s+(.*))?$/is.exec(line) ?? [];
  return [asked.split(/\s+/).filter((word) => word !== ""), justification.trim()];
}
