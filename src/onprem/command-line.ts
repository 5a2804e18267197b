import { parseArgs } from "node:util";
import { z } from "zod";
import { type JsonObject, jsonObjectSchema } from "../core/json.ts";
import { err, ok, type Result } from "../core/result.ts";
import { type PolicyCommand, parsePolicyCommand } from "./policy/parse-policy-command.ts";

export const usage = `countersign trigger --subject SUBJECT --issue TEXT --action ACTION [--parameters JSON]
                    [--correlation-id ID] [--config trigger.yaml]
                                  asks for an action; prints the request as JSON
countersign trigger --status REQUEST [--config trigger.yaml]
                                  prints how the request stands, as JSON
countersign trigger --serve [--config trigger.yaml]
                                  takes POST /requests and GET /requests/{id} over HTTP
countersign poller [--config poller.yaml]
                                  runs what was approved, as long as it runs
countersign public-key --key KEY [--region REGION]
                                  prints the public key that pollers check decisions with
countersign policy check FILE     tells every mistake of a policy file, with its line
countersign policy explain FILE --operation OPERATION [--environment NAME] [--risk low|medium|high] [--cost USD]
                    [--parameters JSON] [--tags JSON] [--instance JSON] [--requester ADDRESS] [--surface NAME]
                    [--at 2026-11-27T17:30:00Z]
                                  says who would have to agree, and what each rule said

docs/on-premises.md has configuration files to begin with, docs/policy.md all that a policy can say.`;

export type CommandLine =
  | { readonly kind: "help" }
  | {
      readonly kind: "ask";
      readonly config: string;
      readonly subject: string;
      readonly issue: string;
      readonly action: string;
      readonly parameters: JsonObject;
      readonly correlationId: string | undefined;
    }
  | { readonly kind: "status"; readonly config: string; readonly id: string }
  | { readonly kind: "serve"; readonly config: string }
  | { readonly kind: "poller"; readonly config: string }
  | PolicyCommand
  | { readonly kind: "public-key"; readonly key: string; readonly region: string | undefined };

const text = { type: "string" } as const;
const options = {
  config: text,
  subject: text,
  issue: text,
  action: text,
  parameters: text,
  "correlation-id": text,
  status: text,
  serve: { type: "boolean" },
  key: text,
  region: text,
  operation: text,
  environment: text,
  risk: text,
  cost: text,
  tags: text,
  instance: text,
  requester: text,
  surface: text,
  at: text,
  help: { type: "boolean", short: "h" },
} as const;

const optionsOf: Readonly<Record<string, readonly string[]>> = {
  trigger: ["config", "subject", "issue", "action", "parameters", "correlation-id", "status", "serve"],
  poller: ["config"],
  "public-key": ["key", "region"],
  policy: [
    ...["operation", "environment", "risk", "cost", "parameters"],
    ...["tags", "instance", "requester", "surface", "at"],
  ],
};

/** What the arguments ask for, or what is wrong with them, in a sentence. */
export function parseCommandLine(args: readonly string[]): Result<CommandLine, string> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const [command, ...more] = positionals;
  if (values.help || command === undefined || command === "help") return ok({ kind: "help" });
  const known = Object.hasOwn(optionsOf, command) ? optionsOf[command] : undefined;
  if (!known) return err(`There is no command "${command}".`);
  if (command !== "policy" && more.length > 0)
    return err(`"${more[0]}" stands alone: quote what has spaces.`);
  const foreign = Object.keys(values).find((name) => !known.includes(name));
  if (foreign !== undefined) return err(`"${command}" has no --${foreign}.`);
  if (command === "policy") return parsePolicyCommand(more, values);
  if (command === "poller") return ok({ kind: "poller", config: values.config ?? "poller.yaml" });
  if (command === "public-key") {
    const { key, region } = values;
    return key === undefined
      ? err("--key is missing: the KMS key's id, ARN or alias.")
      : ok({ kind: command, key, region });
  }
  return parseTrigger(values);
}

function parse(args: readonly string[]) {
  try {
    return ok(parseArgs({ args: [...args], options, allowPositionals: true }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

function parseTrigger(values: Values): Result<CommandLine, string> {
  const { config = "trigger.yaml", status, subject, issue, action } = values;
  const isAsking = [subject, issue, action, values.parameters].some((value) => value !== undefined);
  if (Number(isAsking) + Number(status !== undefined) + Number(values.serve ?? false) > 1) {
    return err("Ask for an action, or for a --status, or --serve: one at a time.");
  }
  if (values.serve) return ok({ kind: "serve", config });
  if (status !== undefined) return ok({ kind: "status", config, id: status });
  if (subject === undefined || issue === undefined || action === undefined) {
    const missing = Object.entries({ subject, issue, action }).flatMap(([name, value]) =>
      value === undefined ? [`--${name}`] : [],
    );
    return err(`${missing.join(", ")}: missing.`);
  }
  const parameters = parseParameters(values.parameters ?? "{}");
  if (!parameters) return err(`--parameters is no JSON object, such as '{"unit":"nginx"}'.`);
  return ok({
    kind: "ask",
    config,
    subject,
    issue,
    action,
    parameters,
    correlationId: values["correlation-id"],
  });
}

function parseParameters(given: string): JsonObject | undefined {
  try {
    return z.object({ parameters: jsonObjectSchema }).safeParse({ parameters: JSON.parse(given) }).data
      ?.parameters;
  } catch {
    return undefined;
  }
}
