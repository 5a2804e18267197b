#!/usr/bin/env node
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { refusalText } from "../core/refusal.ts";
import { makeLog } from "../log.ts";
import { type CommandLine, parseCommandLine, usage } from "./command-line.ts";
import { explainError } from "./explain-error.ts";
import type { PolicyCommand } from "./policy/parse-policy-command.ts";

/** Exit codes: what was refused is told apart from what went wrong. */
const refused = 3;
const misused = 2;

async function run(command: CommandLine): Promise<number> {
  switch (command.kind) {
    case "help":
      say(usage);
      return 0;
    case "ask":
    case "status":
      return trigger(command);
    case "serve":
      return serve(command.config);
    case "poller":
      return poll(command.config);
    case "public-key":
      return showPublicKey(command);
    case "check-policy":
    case "explain-policy":
      return tellOfPolicy(command);
  }
}

async function trigger(command: Extract<CommandLine, { kind: "ask" | "status" }>): Promise<number> {
  const { openTrigger } = await import("./trigger/open-trigger.ts");
  const { triggerAnswerOf } = await import("./trigger/trigger-answer.ts");
  const opened = openTrigger(command.config);
  try {
    if (command.kind === "status") {
      const found = await opened.find(command.id);
      if (!found) return complain(`There is no action ${command.id}.`, refused);
      say(JSON.stringify(triggerAnswerOf(found)));
      return 0;
    }
    const correlationId = command.correlationId ?? `trigger-${randomUUID()}`;
    const outcome = await opened.ask({ ...command, correlationId }).catch((error: unknown) => {
      // The answer may be all that was lost: asking anew without the id would ask twice.
      complain(
        `It may have been asked for all the same. Ask again with --correlation-id ${correlationId}`,
        1,
      );
      throw error;
    });
    if (!outcome.ok) return complain(refusalText(outcome.error), refused);
    const { value: request } = outcome;
    const status_command = `countersign trigger --config ${command.config} --status ${request.id}`;
    say(JSON.stringify({ ...triggerAnswerOf(request), status_command }));
    return 0;
  } finally {
    opened.close();
  }
}

async function serve(config: string): Promise<number> {
  const log = makeLog({ level: "info", format: "json" }, "trigger");
  const { openTrigger } = await import("./trigger/open-trigger.ts");
  const { serveTrigger } = await import("./trigger/serve-trigger.ts");
  const opened = openTrigger(config);
  const signal = stopSignal();
  const served = await serveTrigger(opened, config, (error) => log.error({ err: error }, "not answered"));
  log.info({ url: served.url }, "the trigger takes requests");
  await signal;
  await served.stop();
  opened.close();
  return 0;
}

async function poll(config: string): Promise<number> {
  const log = makeLog({ level: "info", format: "json" }, "poller");
  const { startPoller } = await import("./poller/start-poller.ts");
  const signal = stopSignal();
  const poller = await startPoller(config, { log });
  log.info({ poller: poller.name }, "the poller waits for decisions");
  await signal;
  log.info({ poller: poller.name }, "takes nothing more; what runs is waited for");
  await poller.stop();
  return 0;
}

async function showPublicKey({ key, region }: Extract<CommandLine, { kind: "public-key" }>): Promise<number> {
  const { makeKmsClient, readPublicKey } = await import("../aws/kms/decision-signer.ts");
  const client = makeKmsClient(region === undefined ? {} : { region });
  process.stdout.write(await readPublicKey(client, key));
  return 0;
}

async function tellOfPolicy(command: PolicyCommand): Promise<number> {
  const { readPolicy } = await import("../app/read-policy.ts");
  const { checkedText, explainedText } = await import("./policy/explain-answer.ts");
  const policy = readPolicy(await readFile(command.file, "utf8"), command.file);
  say(
    command.kind === "check-policy"
      ? checkedText(command.file, policy)
      : explainedText(policy, command.question),
  );
  return 0;
}

/** Resolves at the first signal to stop; the second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"]) process.once(name, () => resolve());
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string, code: number): number {
  process.stderr.write(`${line}\n`);
  return code;
}

const parsed = parseCommandLine(process.argv.slice(2));
if (parsed.ok) {
  run(parsed.value).then(
    (code) => process.exit(code),
    (error: unknown) => {
      // A sentence explains it; a stack would only frighten.
      const text = explainError(error) ?? (error instanceof Error ? error.stack : undefined);
      process.exit(complain(text ?? String(error), 1));
    },
  );
} else {
  process.exitCode = complain(`${parsed.error}\n\n${usage}`, misused);
}
