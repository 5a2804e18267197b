import { err, ok, type Result } from "../core/result.ts";
import { apiKey } from "./commands/api-key.ts";
import { auditExport } from "./commands/audit-export.ts";
import { auditProve } from "./commands/audit-prove.ts";
import { auditVerify } from "./commands/audit-verify.ts";
import { doctor } from "./commands/doctor.ts";
import { manifest } from "./commands/manifest.ts";
import { policy } from "./commands/policy.ts";
import { poller } from "./commands/poller.ts";
import { publicKey } from "./commands/public-key.ts";
import { secretsPut } from "./commands/secrets-put.ts";
import { trigger } from "./commands/trigger.ts";
import { webhook } from "./commands/webhook.ts";
import type { Command, Run } from "./define-command.ts";

/** By name; one of two words has both in it. */
const commands: Readonly<Record<string, Command>> = {
  trigger,
  poller,
  "api-key": apiKey,
  webhook,
  policy,
  "public-key": publicKey,
  "secrets put": secretsPut,
  manifest,
  doctor,
  "audit verify": auditVerify,
  "audit export": auditExport,
  "audit prove": auditProve,
};

const furtherReading = `docs/on-premises.md has configuration files to begin with; docs/api.md says what the roles may do, and
docs/policy.md all that a policy can say.`;

/** How to call the command that is named, or all whose first word it is; every command where none is named. */
export function usageOf(args: readonly string[]): string {
  const [first, second] = args[0] === "help" ? args.slice(1) : args;
  const names = Object.keys(commands);
  const exactly = names.filter((name) => name === first || name === `${first} ${second}`);
  const named = exactly.length > 0 ? exactly : begunBy(first);
  return named.length > 0
    ? `${usageOfEach(named)}\n\n"countersign help" has the other commands.`
    : `${usageOfEach(names)}\n\n${furtherReading}`;
}

/** "audit" alone is no command, but begins three. */
function begunBy(word: string | undefined): readonly string[] {
  return Object.keys(commands).filter((name) => name.startsWith(`${word} `));
}

function usageOfEach(names: readonly string[]): string {
  return names.map((name) => commands[name]?.usage).join("\n");
}

/** What the words ask for; help where there are none, or where they ask for it. */
export function readCommandLine(args: readonly string[]): Result<Run | "help", string> {
  const [first, second] = args;
  if (first === undefined || first === "help" || args.includes("--help") || args.includes("-h"))
    return ok("help");
  const pair = Object.hasOwn(commands, `${first} ${second}`) ? commands[`${first} ${second}`] : undefined;
  if (pair) return pair.read(args.slice(2));
  const command = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return command ? command.read(args.slice(1)) : err(unknownText(first));
}

function unknownText(first: string): string {
  const begun = begunBy(first);
  return begun.length > 0
    ? `Say ${begun.map((name) => `"${name}"`).join(" or ")}.`
    : `There is no command "${first}".`;
}
