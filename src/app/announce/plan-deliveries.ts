import { threadLineOf } from "../../core/announcement.ts";
import { callsOf } from "../../core/asking-lines.ts";
import type { AuditEvent } from "../../core/audit-event.ts";
import { breakGlassCallsOf } from "../../core/break-glass-calls.ts";
import { cardOf } from "../../core/card.ts";
import type { PersonId, Surface } from "../../core/person.ts";
import { deciderNoticeOf, requesterNoticeOf, unshownNoticeOf } from "../../core/personal-notice.ts";
import { type ApprovalRequest, isOpen, type RequestId } from "../../core/request.ts";
import type { ChatPost, Shown } from "../ports/chat.ts";
import type { Delivery, MessageReference } from "../ports/delivery-store.ts";

/** One thing that a chat does not show yet; the delivery is as it was read. */
export type DeliveryStep<Id extends string = RequestId> =
  | { readonly kind: "post"; readonly delivery: Delivery<Id>; readonly post: ChatPost }
  | {
      readonly kind: "update";
      readonly delivery: Delivery<Id>;
      readonly reference: MessageReference;
      readonly shown: Shown;
    };

/** Where a surface is to show a request's card: in channels, and to people in their own chats with the bot. */
export interface CardPlaces {
  readonly channels: readonly string[];
  readonly people: readonly PersonId[];
}

export interface Announced {
  readonly request: ApprovalRequest;
  readonly events: readonly AuditEvent[];
  readonly deliveries: readonly Delivery[];
}

/**
 * What is left to show of a request on one surface: its card in each routed channel and to each routed person, as it is now; the
 * lines of the channels' threads, in their order; the notices to its requester, who is also told which channel could not be reached,
 * and those to people who are called to decide.
 */
export function planDeliveries(
  { request, events, deliveries }: Announced,
  surface: Surface,
  { channels, people }: CardPlaces,
  now: Date,
): readonly DeliveryStep[] {
  // The bulk request that it is part of has the card, the thread and the requester.
  if (request.partOf) return [];
  const shown = { kind: "card", card: cardOf(request, now) } as const;
  const known = new Map(deliveries.map((delivery) => [delivery.place, delivery]));

  // A card that was posted is kept true, whoever is asked by now.
  const posted = deliveries.flatMap(({ place, reference }) => (reference && channelOfCard(place)) || []);
  const invited = people.filter((person) => isOpen(request) || person === request.requestedBy.id);
  const cards = [...new Set([...channels, ...invited, ...posted])].flatMap(
    (channel): readonly DeliveryStep[] => {
      const delivery = at(cardPlace(channel));
      const { reference, version } = delivery;
      const isOutdated = events.some(({ sequence, kind }) => sequence > version && kind !== "refused");
      if (reference) return isOutdated ? [{ kind: "update", delivery, reference, shown }] : [];
      // Somebody may have let the bot in meanwhile: a channel is tried again with each change of the request.
      const isDue = delivery.unreachable === undefined || isOutdated;
      return isDue ? [{ kind: "post", delivery, post: { ...shown, channel } }] : [];
    },
  );
  const lines = channels.flatMap((channel) => {
    const thread = at(cardPlace(channel)).reference;
    return events.flatMap((event) => {
      const line = threadLineOf(event);
      const place = `${surface}#${channel}#line#${numberOf(event)}`;
      return thread && line ? post(place, { kind: "thread-line", thread, line }) : [];
    });
  });
  const notices = events.flatMap((event) => {
    const line = request.requestedVia === surface ? requesterNoticeOf(event, request) : undefined;
    const to = request.requestedBy.id;
    return line ? post(`${surface}#${to}#notice#${numberOf(event)}`, { kind: "notice", to, line }) : [];
  });
  const deciders = request.decisions
    .filter((decision) => decision.surface === surface)
    .map(({ by }) => by.id);
  const toDeciders = events.flatMap((event) => {
    const line = deciderNoticeOf(event, request);
    return deciders.flatMap((to) =>
      line ? post(`${surface}#${to}#decided#${numberOf(event)}`, { kind: "notice", to, line }) : [],
    );
  });
  const complaints = channels.flatMap((channel) => {
    const reason = at(cardPlace(channel)).unreachable;
    if (reason === undefined || request.requestedVia !== surface) return [];
    const to = request.requestedBy.id;
    const line = unshownNoticeOf(request, channel, reason);
    return post(`${surface}#${to}#unshown#${channel}`, { kind: "notice", to, line });
  });
  const all = [...callsOf(request, events, now), ...breakGlassCallsOf(request, events)];
  const calls = (channels.length > 0 ? all : []).flatMap(({ event, to, line }) =>
    post(`${surface}#${to}#call#${numberOf(event)}`, { kind: "notice", to, line }),
  );
  return [...cards, ...lines, ...notices, ...toDeciders, ...complaints, ...calls];

  function post(place: string, content: ChatPost): readonly DeliveryStep[] {
    const delivery = at(place);
    const isOver = delivery.reference !== undefined || delivery.unreachable !== undefined;
    return isOver ? [] : [{ kind: "post", delivery, post: content }];
  }

  function at(place: string): Delivery {
    return known.get(place) ?? { requestId: request.id, place, revision: 0, version: 0 };
  }

  function cardPlace(channel: string): string {
    return `${surface}#${channel}#card`;
  }

  function channelOfCard(place: string): string | undefined {
    const [before, after] = [`${surface}#`, "#card"];
    const isCard = place.startsWith(before) && place.endsWith(after);
    return isCard ? place.slice(before.length, -after.length) : undefined;
  }
}

function numberOf({ sequence }: AuditEvent): string {
  return String(sequence).padStart(6, "0");
}
