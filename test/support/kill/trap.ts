import type { ProxiedCall } from "../proxied-call.ts";
import type { AnsweredCall } from "../recording-proxy.ts";
import type { KillPoint, Service } from "./kill-point.ts";
import type { Traces } from "./traces.ts";

/** A point, and the request that is to be there. */
export interface Target {
  readonly point: KillPoint;
  readonly traces: Traces;
}

export interface Trap {
  /** Settles once the process is being killed. Throws, naming the points, when it has not come to all of them in time. */
  readonly sprung: () => Promise<void>;
  /** Whether the process was killed at this one. */
  readonly isMet: (target: Target) => boolean;
  readonly beforeCall: (service: Service, call: ProxiedCall) => boolean;
  readonly afterCall: (service: Service, call: AnsweredCall) => boolean;
}

/** Longer than all of it takes on a busy machine; who waits for an answer gives up sooner, and is held again. */
const longestWaitMs = 20_000;

/**
 * Watches for the points. The call that is at one goes no further, nor when its client makes it again; once there is one at each,
 * it kills. `onHeld` is told of each.
 */
export function makeTrap(
  targets: readonly Target[],
  { kill, onHeld }: { readonly kill: () => void; readonly onHeld: () => void },
): Trap {
  const armed = new Set(targets.filter(({ point }) => point.since === undefined));
  /** With what the call held that is kept there. */
  const met = new Map<Target, string | undefined>();
  let isSprung = false;
  const { promise: sprung, resolve } = Promise.withResolvers<void>();

  function passes(moment: KillPoint["moment"], service: Service, call: Partial<AnsweredCall>): boolean {
    for (const { traces } of targets) traces.follow(call);
    if (isSprung) return true;
    const held = targets.filter((target) => isHeld(target, moment, service, call));
    for (const target of held) met.set(target, call.request);
    if (held.length > 0) onHeld();
    if (met.size === targets.length) {
      isSprung = true;
      kill();
      resolve();
    }
    return held.length === 0;
  }

  function isHeld(
    target: Target,
    moment: KillPoint["moment"],
    service: Service,
    call: Partial<AnsweredCall>,
  ): boolean {
    const { point, traces } = target;
    if (point.since && isLike(point.since, call) && traces.isIn(call)) armed.add(target);
    return (
      armed.has(target) &&
      moment === point.moment &&
      service === point.service &&
      isLike(point, call) &&
      (point.answer?.test(call.answer ?? "") ?? true) &&
      traces.isIn(call) &&
      (!met.has(target) || met.get(target) === call.request)
    );
  }

  function isLike(
    { operation, request }: Pick<KillPoint, "operation" | "request">,
    call: Partial<AnsweredCall>,
  ): boolean {
    return call.operation === operation && (request?.test(call.request ?? "") ?? true);
  }

  return {
    async sprung() {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        const left = targets.filter((target) => !met.has(target)).map(({ point }) => textOf(point));
        late.reject(new Error(`the process never came to: ${left.join("; ")}`));
      }, longestWaitMs);
      await Promise.race([sprung, late.promise]).finally(() => clearTimeout(timer));
    },
    isMet: (target) => met.has(target),
    beforeCall: (service, call) => passes("before", service, call),
    afterCall: (service, call) => passes("after", service, call),
  };
}

function textOf({ moment, what }: KillPoint): string {
  return `${moment} ${what}`;
}
