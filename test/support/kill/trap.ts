import type { ProxiedCall } from "../proxied-call.ts";
import type { AnsweredCall } from "../recording-proxy.ts";
import type { KillPoint, Service } from "./kill-points.ts";

export interface Trap {
  readonly isSprung: () => boolean;
  readonly beforeCall: (service: Service, call: ProxiedCall) => boolean;
  readonly afterCall: (service: Service, call: AnsweredCall) => boolean;
}

/** Watches for one point, and once it is reached kills, and lets that call go no further. */
export function makeTrap(point: KillPoint, kill: () => void): Trap {
  let met = 0;
  let isArmed = point.since === undefined;
  let isSprung = false;

  function passes(moment: KillPoint["moment"], service: Service, call: Partial<AnsweredCall>): boolean {
    isArmed ||= point.since !== undefined && isLike(point.since, call);
    const isMeant =
      isArmed &&
      !isSprung &&
      moment === point.moment &&
      service === point.service &&
      isLike(point, call) &&
      (point.answer?.test(call.answer ?? "") ?? true);
    if (!isMeant) return true;
    met += 1;
    if (met < (point.nth ?? 1)) return true;
    isSprung = true;
    kill();
    return false;
  }

  function isLike(
    { operation, request }: Pick<KillPoint, "operation" | "request">,
    call: Partial<AnsweredCall>,
  ) {
    return call.operation === operation && (request?.test(call.request ?? "") ?? true);
  }

  return {
    isSprung: () => isSprung,
    beforeCall: (service, call) => passes("before", service, call),
    afterCall: (service, call) => passes("after", service, call),
  };
}
