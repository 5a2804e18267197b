import type { CostChange } from "../../src/core/cost.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import { cancel } from "../../src/core/transitions/cancel.ts";
import type { Change } from "../../src/core/transitions/change.ts";
import { decide } from "../../src/core/transitions/decide.ts";
import { escalate } from "../../src/core/transitions/escalate.ts";
import { expire } from "../../src/core/transitions/expire.ts";
import { claim, complete, fail } from "../../src/core/transitions/run.ts";
import { ada, approved, ben, cleo, created, person, unwrapped } from "../aws/dynamodb/sample-requests.ts";

const dora = person("Dora");

/** The groups of those who decide in a season: `dba` is quick, and `platform-leads` is not. */
export const seasonGroups = `
  dba: { members: [${ben.id}] }
  platform-leads: { members: [${cleo.id}, ${dora.id}] }`;

const operations = ["create_snapshot", "reboot_instance", "modify_instance_class", "modify_storage"];
const askedInWeek = [3, 2, 1, 2, 2, 0, 0];
const minute = 60_000;
const day = 86_400_000;

/** Thirteen weeks of requests of one tenant up to a moment, each as the changes that made it; the same for every call but for that. */
export function seasonOf(tenant: string, now: Date): readonly (readonly Change[])[] {
  const midnight = Math.floor(now.getTime() / day) * day;
  const season: (readonly Change[])[] = [];
  for (let back = 90; back >= 0; back -= 1) {
    for (let nth = 0; nth < (askedInWeek[back % 7] ?? 0); nth += 1) {
      const at = new Date(midnight - back * day + nth * 7 * minute);
      if (at < now) season.push(roadOf(season.length, tenant, at, now));
    }
  }
  return season;
}

function roadOf(index: number, tenant: string, at: Date, now: Date): readonly Change[] {
  const after = (minutes: number) => new Date(at.getTime() + minutes * minute);
  const road = [asked(index, tenant, at)];
  const add = (make: (request: ApprovalRequest) => Change) => {
    const last = road.at(-1);
    if (last) road.push(make(last.request));
  };
  const first = 5 + ((index * 37) % 90);
  const second = first + 20 + ((index * 53) % 700);
  if (after(second + 60) >= now) return road;
  switch (index % 11) {
    case 0:
      add((request) => reject(request, after(first)));
      return road;
    case 1:
      add((request) => unwrapped(escalate(request, after(8 * 60))));
      if (after(73 * 60) < now) add((request) => unwrapped(expire(request, after(73 * 60))));
      return road;
    case 2:
      add((request) => unwrapped(cancel(request, { by: ada, surface: "slack" }, after(first))));
      return road;
  }
  if (index % 4 !== 0) {
    add((request) => approved(request, ben, after(first)));
    add((request) => approved(request, cleo, after(second)));
  }
  add((request) => unwrapped(claim(request, { patienceSeconds: 3600, leaseSeconds: 60 }, after(second + 1))));
  add((request) => endOf(index, request, after(second + 2 + (index % 9) * 2)));
  return road;
}

/** Snapshots need nobody; everything else both groups. */
function asked(index: number, tenant: string, at: Date): Change {
  const operation = operations[index % 4] ?? "";
  const { intent, requirement } = created().request;
  if (intent.kind !== "rds") throw new Error("is about no instance");
  return created(
    {
      tenant,
      intent: { ...intent, operation },
      requirement: {
        ...requirement,
        approvals: index % 4 === 0 && index % 11 > 2 ? 0 : 2,
        groups: ["dba", "platform-leads"],
      },
      expiresAt: new Date(at.getTime() + 72 * 60 * minute),
      estimatedCost: index % 4 === 2 ? costs(80 + index) : { kind: "none" },
    },
    at,
  );
}

function reject(request: ApprovalRequest, at: Date): Change {
  const how = { kind: "reject", by: ben, surface: "slack", comment: "not now" } as const;
  return unwrapped(decide(request, { ...how, digest: request.digest }, at));
}

function endOf(index: number, request: ApprovalRequest, at: Date): Change {
  if (index % 13 === 0 || index % 17 === 0) {
    const result = index % 13 === 0 ? "failed" : "timeout";
    return unwrapped(fail(request, { result, facts: [], guidance: "Look at RDS." }, at));
  }
  const change = index % 4 === 2 ? costs(95 + index) : ({ kind: "none" } as const);
  return unwrapped(complete(request, [], at, { actualCost: { change, waitsForMaintenance: false } }));
}

function costs(monthlyChange: number): CostChange {
  return {
    kind: "change",
    monthlyChange,
    isAtMost: false,
    currency: "USD",
    pricesAsOf: "2026-03-01",
    basis: "list",
  };
}
