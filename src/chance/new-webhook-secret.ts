import { randomBytes } from "node:crypto";
import { secretPrefix } from "../core/webhook/signature.ts";

/** 256 bits by chance, as Standard Webhooks writes them. */
export function newWebhookSecret(): string {
  return secretPrefix + randomBytes(32).toString("base64");
}
