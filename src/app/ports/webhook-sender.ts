import type { WebhookAnswer } from "../../core/webhook/delivery.ts";

export interface WebhookCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WebhookSender {
  /** Posts it once. Whatever happens on the way is an answer too; nothing of it is thrown. */
  send(call: WebhookCall): Promise<WebhookAnswer>;
}
