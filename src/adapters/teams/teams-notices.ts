import { makeNoteUndelivered } from "../../app/note-undelivered.ts";
import type { EventNotice } from "../../app/ports/event-publisher.ts";
import type { OncePerRequest } from "../../app/ports/once-per-request.ts";
import { concernsTeams } from "../../core/undelivered.ts";
import { makeTeamsAnnouncements, type TeamsAnnouncing } from "./teams-announcements.ts";
import type { TeamsLog } from "./teams-log.ts";

type TeamsNotices = Omit<TeamsAnnouncing, "onUnreachable"> & { readonly log: TeamsLog };

/** Brings Teams up to date whatever an event tells of, and notes on the request what could not be delivered. */
export function makeTeamsNotices({
  log,
  ...options
}: TeamsNotices): (notice: EventNotice, oncePerRequest: OncePerRequest) => Promise<void> {
  const noteUndelivered = makeNoteUndelivered({ ...options, surface: "teams" });
  const announce = makeTeamsAnnouncements({
    ...options,
    onUnreachable: ({ requestId, place, unreachable }) =>
      log.error({ request_id: requestId, place, reason: unreachable }, "cannot be delivered"),
  });

  return async ({ requestId, sequence, kind }, oncePerRequest) => {
    // Nothing shows it; and months later, what was posted would not be remembered any more.
    if (kind === "refused") return;
    await oncePerRequest(requestId, async () => {
      const request = await options.requests.find(requestId);
      if (!request || !concernsTeams(request)) return;
      log.info({ request_id: requestId, sequence, kind }, "announcing");
      await announce(requestId);
      await noteUndelivered(requestId);
    });
  };
}
