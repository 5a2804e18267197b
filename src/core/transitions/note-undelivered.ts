import type { ApprovalRequest } from "../request.ts";
import type { Undelivered } from "../undelivered-place.ts";
import { type Change, change } from "./change.ts";

/** More places than a policy sensibly names; so nobody can make the request grow without end. */
const mostNoted = 50;

/** That a request could not be delivered to a place, with the reason; nothing where that is noted of the place already. */
export function noteUndelivered(
  request: ApprovalRequest,
  { surface, place, reason }: Omit<Undelivered, "at">,
  now: Date,
): Change | undefined {
  const { undelivered = [] } = request;
  const isNoted = undelivered.some((one) => one.surface === surface && one.place === place);
  if (isNoted || undelivered.length >= mostNoted) return undefined;
  return change(
    request,
    { ...request, undelivered: [...undelivered, { surface, place, reason, at: now }] },
    { kind: "delivery-failed", by: "system:delivery", at: now, details: { surface, place, reason } },
  );
}
