import { secondsBetween } from "../../core/timing/seconds.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { Backlog } from "../ports/backlog.ts";
import type { DeployedSettings } from "../ports/deployed-settings.ts";
import type { Meter } from "../ports/meter.ts";
import type { PollerSightings } from "../ports/poller-sightings.ts";

interface Dependencies {
  readonly backlog: Backlog;
  readonly sightings: Pick<PollerSightings, "find">;
  readonly auditLog: Pick<AuditLog, "history">;
  readonly settings: DeployedSettings;
  /** Of the policy and of what else decides how the tool behaves. */
  readonly settingsHash: string;
  readonly meter: Meter;
  readonly tenant: string;
  readonly now: () => Date;
}

const pageSize = 100;
/** On a busier day the earliest are left out. */
const mostEvents = 10_000;

/**
 * Measures how things stand: what waits and the poller each time, the people of the day once in an hour, and whether the settings
 * are others than before once for each process. Reads a bounded number of items.
 */
export function makeMeasureGauges(deps: Dependencies): () => Promise<void> {
  const { backlog, sightings, settings, settingsHash, meter, tenant, now } = deps;
  let countedIn = "";
  let isCompared = false;
  return async () => {
    await measureBacklog();
    await measurePoller();
    await compareSettings();
    await countPeople();
  };

  async function measureBacklog(): Promise<void> {
    const { open, oldest } = await backlog.read(tenant);
    record({ OpenRequests: open, OldestOpenSeconds: oldest ? secondsSince(oldest) : 0 });
  }

  async function measurePoller(): Promise<void> {
    const seen = await sightings.find();
    if (seen) record({ PollerSilentSeconds: secondsSince(seen.at) });
  }

  /** Told before it is noted: who dies in between has it told once more, and not lost. */
  async function compareSettings(): Promise<void> {
    if (isCompared) return;
    const before = await settings.find(tenant);
    record({ PolicyChanged: Number(before !== undefined && before !== settingsHash) });
    if (before !== settingsHash) await settings.note(tenant, settingsHash);
    isCompared = true;
  }

  async function countPeople(): Promise<void> {
    const at = now();
    const hour = at.toISOString().slice(0, 13);
    if (hour === countedIn) return;
    const { size } = await peopleOf(at);
    countedIn = hour;
    record({ ActivePeople: size });
  }

  async function peopleOf(at: Date): Promise<ReadonlySet<string>> {
    const day = { from: new Date(`${at.toISOString().slice(0, 10)}T00:00:00.000Z`), to: at };
    const people = new Set<string>();
    let cursor: string | undefined;
    for (let read = 0; read < mostEvents; read += pageSize) {
      const { items, next } = await deps.auditLog.history(tenant, day, { limit: pageSize, cursor });
      for (const { actor } of items) if (!actor.startsWith("system:")) people.add(actor);
      if (next === undefined) break;
      cursor = next;
    }
    return people;
  }

  function secondsSince(moment: Date): number {
    return secondsBetween(moment, now());
  }

  function record(values: Parameters<Meter["record"]>[0]["values"]): void {
    meter.record({ values, dimensions: {} });
  }
}
