import type { EventKind } from "../../core/audit-event.ts";
import type { RdsIntent } from "../../core/intent.ts";
import type { Preflight } from "../../core/preflight.ts";
import { type ApprovalRequest, isBeforeRun, type RequestId } from "../../core/request.ts";
import { isReadUnasked } from "../../core/shown-preflight.ts";
import { recordPreflight } from "../../core/transitions/record-preflight.ts";
import { findOperation } from "../../operations/catalogue.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";
import type { EventNotice } from "../ports/event-publisher.ts";
import type { InstanceDetails } from "../ports/rds-details.ts";
import { findDrift } from "../run/find-drift.ts";
import { preflightFacts } from "./preflight-facts.ts";
import { type PreflightSources, readSources, sourceNames } from "./read-sources.ts";

/** The events after which the approvers see another database than before, or want to. The queue's filter names the same. */
export const preflightCauses = [
  "created",
  "drifted",
  "preflight-asked",
] as const satisfies readonly EventKind[];

export type RefreshPreflight = (notice: EventNotice) => Promise<void>;

interface Dependencies extends RequestChanger, Omit<PreflightSources, "onUnread"> {
  /** Told of each source that did not answer; the pre-flight says "unknown" for it. */
  readonly onUnread: (unread: { requestId: RequestId; source: string; error: unknown }) => void;
}

/**
 * Reads a request's database for its approvers and keeps that with the request. Nothing is read for an event that a reading has
 * already answered, once the run has begun, and where nobody decides, unless somebody asked for it.
 */
export function makeRefreshPreflight({
  requests,
  now,
  onUnread,
  ...sources
}: Dependencies): RefreshPreflight {
  return async ({ requestId, sequence, kind }) => {
    // Whatever reaches the queue: a reading that caused another one would never end.
    if (!preflightCauses.some((cause) => cause === kind)) return;
    const request = await requests.find(requestId);
    if (request?.intent.kind !== "rds" || !isBeforeRun(request)) return;
    if ((request.preflight?.reading?.covers ?? 0) >= sequence) return;
    if (!isReadUnasked(request) && kind !== "preflight-asked") return;
    const reading = await read(request, request.intent);
    // A refusal is no failure: the run has begun meanwhile, or another reading came first.
    await changeRequest({ requests, now }, requestId, (current, at) => recordPreflight(current, reading, at));
  };

  async function read(request: ApprovalRequest, intent: RdsIntent) {
    const asOf = now();
    const unread: string[] = [];
    const readings = await readSources(
      {
        ...sources,
        onUnread: (source, error) => {
          unread.push(source);
          onUnread({ requestId: request.id, source, error });
        },
      },
      intent.instance,
      asOf,
    );
    const found = readings.instance.isRead ? readings.instance.value : undefined;
    const { differences, outage } = found ? compare(intent, found) : { differences: [], outage: undefined };
    const inOrder = Object.values(sourceNames).filter((name) => unread.includes(name));
    const facts = preflightFacts(readings, differences, asOf);
    const preflight: Preflight = { asOf, covers: request.chainEnd.sequence, facts, unread: inOrder, outage };
    return { ...preflight, readFor: request.digest };
  }
}

function compare(intent: RdsIntent, instance: InstanceDetails) {
  const operation = findOperation(intent.operation);
  if (!operation) return { differences: [], outage: undefined };
  const { kind, source } = operation.outage(intent.parameters, instance);
  return {
    differences: findDrift({ intent, operation }, instance),
    outage: { kind: outageKinds[kind], source },
  };
}

const outageKinds = {
  none: "none",
  seconds: "seconds",
  minutes: "minutes",
  hours: "none, but hours of storage optimisation",
  "until-started": "until it is started again",
} as const;
