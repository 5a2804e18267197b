import type { ManageWebhooks } from "../../app/webhook/manage-webhooks.ts";
import { webhookAnswerOf, webhookHealthAnswerOf } from "../../app/webhook/webhook-answer.ts";
import type { Refusal } from "../../core/refusal.ts";
import { refusalText } from "../../core/refusal-text.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { wireWebhookManagement } from "../../wiring/wire-webhooks.ts";
import { openDeployment, withWebhookQueue } from "../open-deployment.ts";
import type { WebhookCommand } from "./parse-webhook-command.ts";

/** Carries out what operators do with webhooks. Each is told as a line of JSON, and a new secret this once. */
export async function runWebhookCommand(
  command: WebhookCommand,
  say: (line: string) => void,
): Promise<Result<undefined, string>> {
  const { config } = await openDeployment(command.place);
  const webhooks = wireWebhookManagement(await withWebhookQueue(config));
  const told = await carryOut(command, webhooks);
  if (!told.ok) return err(refusalText(told.error));
  for (const one of told.value) say(JSON.stringify(one));
  return ok(undefined);
}

async function carryOut(
  command: WebhookCommand,
  webhooks: ManageWebhooks,
): Promise<Result<readonly object[], Refusal>> {
  switch (command.act) {
    case "list":
      return ok((await webhooks.look.list()).map(webhookHealthAnswerOf));
    case "show":
      return told(await webhooks.look.find(command.id), webhookHealthAnswerOf);
    case "create": {
      const made = await webhooks.create({ ...command.asked, by: "an operator, at the command line" });
      return told(made, ({ webhook, secret }) => ({ ...webhookAnswerOf(webhook), secret }));
    }
    case "rotate": {
      const rotated = await webhooks.rotate(command.id, command.overlapSeconds);
      return told(rotated, ({ webhook, secret }) => ({ ...webhookAnswerOf(webhook), secret }));
    }
    case "enable":
      return told(await webhooks.enable(command.id), webhookAnswerOf);
    case "delete":
      return told(await webhooks.delete(command.id), webhookAnswerOf);
    case "resend":
      return told(await webhooks.resend(command.resend), (resent) => ({ resent }));
  }
}

function told<Value>(
  outcome: Result<Value, Refusal>,
  answerOf: (value: Value) => object,
): Result<readonly object[], Refusal> {
  return outcome.ok ? ok([answerOf(outcome.value)]) : outcome;
}
