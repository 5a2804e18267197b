import type { AdaptiveCard } from "./cards/adaptive-card.ts";

export const cardType = "application/vnd.microsoft.card.adaptive";

/** A message of one card, and what notifications and screen readers say of it. */
export interface Message {
  readonly type: "message";
  readonly summary: string;
  readonly attachments: readonly [{ readonly contentType: typeof cardType; readonly content: AdaptiveCard }];
}

export function messageOf(summary: string, card: AdaptiveCard): Message {
  return { type: "message", summary, attachments: [{ contentType: cardType, content: card }] };
}
