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

export const usage = `${Object.values(commands)
  .map((command) => command.usage)
  .join("\n")}

docs/on-premises.md has configuration files to begin with; docs/api.md says what the roles may do, and
docs/policy.md all that a policy can say.`;

/** Without any, or asked for help, it shows the usage. */
export function readCommandLine(args: readonly string[]): Result<Run | "help", string> {
  const [first, second] = args;
  if (first === undefined || first === "help" || args.includes("--help") || args.includes("-h"))
    return ok("help");
  const pair = Object.hasOwn(commands, `${first} ${second}`) ? commands[`${first} ${second}`] : undefined;
  if (pair) return pair.read(args.slice(2));
  const command = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return command ? command.read(args.slice(1)) : err(`There is no command "${first}".`);
}
