import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type JsonObject, jsonObjectSchema } from "../../core/json.ts";
import { refusalText } from "../../core/refusal-text.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { makeLog } from "../../log.ts";
import { defineCommand } from "../define-command.ts";
import { complain, refused, say } from "../say.ts";
import { stopSignal } from "../stop-signal.ts";

type Asked = { readonly config: string } & (
  | {
      readonly kind: "ask";
      readonly subject: string;
      readonly issue: string;
      readonly action: string;
      readonly parameters: JsonObject;
      readonly correlationId: string | undefined;
    }
  | { readonly kind: "status"; readonly id: string }
  | { readonly kind: "serve" }
);

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
} as const;

type Values = { readonly [Name in keyof typeof options]?: Name extends "serve" ? boolean : string };

export const trigger = defineCommand("trigger", {
  usage: `countersign trigger --subject SUBJECT --issue TEXT --action ACTION [--parameters JSON]
                    [--correlation-id ID] [--config trigger.yaml]
                                  asks for an action; prints the request as JSON
countersign trigger --status REQUEST [--config trigger.yaml]
                                  prints how the request stands, as JSON
countersign trigger --serve [--config trigger.yaml]
                                  takes POST /requests and GET /requests/{id} over HTTP`,
  options,
  parse,
  run: (asked) => (asked.kind === "serve" ? serve(asked.config) : callOnce(asked)),
});

function parse(values: Values): Result<Asked, string> {
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
  const correlationId = values["correlation-id"];
  return ok({ kind: "ask", config, subject, issue, action, parameters, correlationId });
}

function parseParameters(given: string): JsonObject | undefined {
  try {
    return z.object({ parameters: jsonObjectSchema }).safeParse({ parameters: JSON.parse(given) }).data
      ?.parameters;
  } catch {
    return undefined;
  }
}

async function callOnce(asked: Exclude<Asked, { kind: "serve" }>): Promise<number> {
  const { openTrigger } = await import("../../onprem/trigger/open-trigger.ts");
  const { triggerAnswerOf } = await import("../../onprem/trigger/trigger-answer.ts");
  const opened = openTrigger(asked.config);
  try {
    if (asked.kind === "status") {
      const found = await opened.find(asked.id);
      if (!found) return complain(`There is no action ${asked.id}.`, refused);
      say(JSON.stringify(triggerAnswerOf(found)));
      return 0;
    }
    const correlationId = asked.correlationId ?? `trigger-${randomUUID()}`;
    const outcome = await opened.ask({ ...asked, correlationId }).catch((error: unknown) => {
      // The answer may be all that was lost: asking anew without the id would ask twice.
      complain(
        `It may have been asked for all the same. Ask again with --correlation-id ${correlationId}`,
        1,
      );
      throw error;
    });
    if (!outcome.ok) return complain(refusalText(outcome.error), refused);
    const { value: request } = outcome;
    const status_command = `countersign trigger --config ${asked.config} --status ${request.id}`;
    say(JSON.stringify({ ...triggerAnswerOf(request), status_command }));
    return 0;
  } finally {
    opened.close();
  }
}

async function serve(config: string): Promise<number> {
  const log = makeLog({ level: "info", format: "json" }, "trigger");
  const { openTrigger } = await import("../../onprem/trigger/open-trigger.ts");
  const { serveTrigger } = await import("../../onprem/trigger/serve-trigger.ts");
  const opened = openTrigger(config);
  const signal = stopSignal();
  const served = await serveTrigger(opened, config, (error) => log.error({ err: error }, "not answered"));
  log.info({ url: served.url }, "the trigger takes requests");
  await signal;
  await served.stop();
  opened.close();
  return 0;
}
