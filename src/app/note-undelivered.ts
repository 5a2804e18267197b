import type { RequestId } from "../core/request.ts";
import { err, ok } from "../core/result.ts";
import { noteUndelivered } from "../core/transitions/note-undelivered.ts";
import type { Undelivered } from "../core/undelivered-place.ts";
import { changeRequest, type RequestChanger } from "./change-request.ts";
import type { DeliveryStore } from "./ports/delivery-store.ts";

export type NoteUndelivered = (id: RequestId) => Promise<void>;

interface Dependencies extends RequestChanger {
  readonly deliveries: DeliveryStore;
  readonly surface: "slack" | "teams" | "email";
}

/**
 * Notes on a request each place of the surface where its card, or a mail, could not be delivered: so the record has it, every
 * card shows it, and whoever sends mails instead is woken. Goes by what the deliveries say, so that a crash between the delivery
 * and its note loses nothing.
 */
export function makeNoteUndelivered({ deliveries, surface, ...changer }: Dependencies): NoteUndelivered {
  return async (id) => {
    for (const { place, unreachable } of await deliveries.list(id)) {
      const [on, target, what] = place.split("#");
      const counts = on === surface && (surface === "email" || what === "card");
      if (!counts || target === undefined || unreachable === undefined) continue;
      await recordUndelivered(changer, id, { surface, place: target, reason: unreachable });
    }
  };
}

/** Notes one place; nothing happens where it is noted already, or the request is not there. */
export async function recordUndelivered(
  changer: RequestChanger,
  id: RequestId,
  failed: Omit<Undelivered, "at">,
): Promise<void> {
  await changeRequest(changer, id, (request, now) => {
    const noted = noteUndelivered(request, failed, now);
    return noted ? ok(noted) : err({ kind: "changed-since-seen" });
  });
}
