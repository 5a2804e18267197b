import assert from "node:assert/strict";
import type { AuditEvent } from "../../../src/core/audit-event.ts";

/** What somebody who only reads the record knows of the readings of a request's database; all but moments are numbers of events. */
export interface Readings {
  /** Each with the last event that was there when it began. */
  readonly all: readonly { readonly sequence: number; readonly covers: number }[];
  /** The events that ask for one. */
  readonly causes: readonly number[];
  /** Since when it is asked for what it is asked for now. */
  readonly since: number;
  /** When it was last read, or asked for; Unix milliseconds. */
  readonly latest: number;
}

const restMilliseconds = 15_000;

const none: Readings = { all: [], causes: [], since: 0, latest: 0 };

/** As it is asked for, or asked for anew. */
export function askedAnew({ sequence }: AuditEvent, readings = none): Readings {
  return { ...readings, causes: [...readings.causes, sequence], since: sequence };
}

/** After one more event about them. Throws where that is none that may happen now. */
export function afterReading(
  readings: Readings,
  { kind, sequence, at, actor, details }: AuditEvent,
): Readings {
  const { all, causes, since, latest } = readings;
  if (kind === "preflight-asked") {
    assert(at.getTime() >= latest + restMilliseconds, "it is read again too soon");
    return { ...readings, causes: [...causes, sequence], latest: at.getTime() };
  }
  const covers = Number(details.covers);
  assert.equal(actor, "system:preflight", "nobody else reads");
  assert(covers < sequence && covers > lastCovered(readings), `the reading of ${covers} is an old one`);
  assert(covers >= since, `the reading of ${covers} began before it was asked anew`);
  const known = lastCovered({ all: all.filter((one) => one.sequence <= covers) });
  assert(
    causes.some((cause) => cause > known && cause <= covers),
    `nothing has asked for the reading of ${covers}`,
  );
  return {
    ...readings,
    all: [...all, { sequence, covers }],
    latest: Math.max(latest, Date.parse(String(details.as_of))),
  };
}

/** The last event that a reading has answered. */
export function lastCovered({ all }: Pick<Readings, "all">): number {
  return all.at(-1)?.covers ?? 0;
}
