import { type DelegationLine, parseDelegation } from "../delegation/parse-delegation.ts";

/** What a line typed in chat asks for. */
export type Command =
  | { readonly kind: "form" }
  | { readonly kind: "help" }
  | { readonly kind: "home" }
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
      /** The name of one of the policy's templates, which says the operation. */
      readonly template?: string;
      /** An emergency, which waits for nobody. */
      readonly breakGlass?: { readonly incident: string };
    }
  /** What somebody thinks of what was done in an emergency. */
  | {
      readonly kind: "review";
      readonly verdict: "confirm" | "object";
      readonly requestId: string;
      readonly comment: string;
    }
  | { readonly kind: "analytics" }
  | { readonly kind: "delegations" }
  /** `other`: a mail address, or how the chat writes a mention; empty for all of one's own. */
  | { readonly kind: "undelegate"; readonly other: string }
  | DelegationLine
  | { readonly kind: "unclear"; readonly why: string };

/** How to ask, the same on every chat; `{command}` stands for the chat's own way to call it. */
export const helpText = [
  "Ask for a change to a database. The right people decide, then it is made.",
  "• `{command}` opens the form",
  "• `{command} snapshot dev-postgres-01 because the schema changes tonight` asks in one line",
  "• `{command} reboot staging-orders-01 force_failover=yes because ...` with a parameter",
  "• `when=maintenance`, `when=2026-11-22T03:00Z` or `when=WINDOW`, one of the policy's, starts it then, not at once",
  "• `{command} reboot dev-orders-* parallel=5 because ...` for several at once: `a,b,c`, a pattern, or `tag:team=payments`",
  "• `{command} home` is for what waits for you, what is yours, and what has ended lately",
  "• `{command} list` shows what waits for a decision, `{command} list mine` what you asked for",
  "• `{command} analytics` opens the page of trends, waiting times and costs, for who may",
  "• `{command} template NAME INSTANCE` asks by one of the policy's templates",
  "• `{command} break-glass reboot prod-orders-01 incident=INC-123 because ...` runs at once in an emergency, for who may; two others review it",
  "• `{command} confirm req-...` or `{command} object req-... because ...` reviews what was done in an emergency",
  "• `{command} delegate to @PERSON until 2026-12-04` has somebody decide for you; `undelegate` ends it, `delegations` shows who decides for whom",
  "• `{command} status req-...` shows one request, `{command} cancel req-...` takes yours back, or an approved one that you may decide",
].join("\n");

/** A list may have spaces after its commas. */
function joinedList(words: readonly string[]): readonly string[] {
  const [first = "", second, ...rest] = words;
  return first.endsWith(",") && second !== undefined ? joinedList([first + second, ...rest]) : words;
}

/**
 * Reads a typed line: `help`, `home`, `list [mine]`, `analytics`, `status ID`, `cancel ID`, `delegate ...`, `undelegate [WHO]`, `delegations`,
 * `confirm ID`, `object ID`, nothing for the form, or a request, also after `template` or `break-glass`, as
 * `OPERATION INSTANCE [parameter=value ...] [when=TIME] because WHY`, where several instances can be meant too: `a,b`, `dev-*`, `tag:team=x`.
 */
export function parseCommand(line: string): Command {
  const [words, justification] = splitAtBecause(line.trim());
  const [first = "", second = "", ...rest] = words;
  switch (first.toLowerCase()) {
    case "":
      return justification === ""
        ? { kind: "form" }
        : { kind: "unclear", why: "Say what to do before you say why." };
    case "help":
    case "?":
      return { kind: "help" };
    case "home":
      return { kind: "home" };
    case "list":
      return { kind: "list", whose: second.toLowerCase() === "mine" ? "mine" : "open" };
    case "status":
    case "cancel":
      return second === ""
        ? { kind: "unclear", why: `Which one? \`${first.toLowerCase()} req-...\`` }
        : { kind: first.toLowerCase() === "status" ? "status" : "cancel", requestId: second };
    case "confirm":
    case "object": {
      const verdict = first.toLowerCase() === "confirm" ? "confirm" : "object";
      return second === ""
        ? { kind: "unclear", why: `Which one? \`${verdict} req-... because ...\`` }
        : { kind: "review", verdict, requestId: second, comment: justification };
    }
    case "delegate":
      return parseDelegation(words.slice(1), justification);
    case "analytics":
      return { kind: "analytics" };
    case "delegations":
      return { kind: "delegations" };
    case "undelegate":
      return { kind: "undelegate", other: [second, ...rest].join(" ").replace(/^to\s+/i, "") };
    case "template":
      return second === ""
        ? { kind: "unclear", why: "Which template? `template NAME INSTANCE because ...`" }
        : named(parseAsked([second, ...rest], justification));
    case "break-glass":
      return second === ""
        ? {
            kind: "unclear",
            why: "What is to be done? `break-glass reboot INSTANCE incident=INC-123 because ...`",
          }
        : inEmergency(parseAsked([second, ...rest], justification));
  }
  return parseAsked(words, justification);
}

/** The operation's place names a template. */
function named(asked: Command): Command {
  return asked.kind === "submit" ? { ...asked, operation: "", template: asked.operation } : asked;
}

/** With the incident's number, which is no parameter of an operation. */
function inEmergency(asked: Command): Command {
  if (asked.kind !== "submit") return asked;
  const { incident = "", ...parameters } = asked.parameters;
  return { ...asked, parameters, breakGlass: { incident } };
}

/** `OPERATION INSTANCE [parameter=value ...] [when=TIME]`. */
function parseAsked(words: readonly string[], justification: string): Command {
  const [first = "", ...others] = words;
  const [second = "", ...rest] = joinedList(others);
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
