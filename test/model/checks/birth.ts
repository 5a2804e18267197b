import assert from "node:assert/strict";
import type { AuditEvent } from "../../../src/core/audit-event.ts";
import { mailOf } from "../world/model-policy.ts";
import type { Account, WholeRecord } from "./account.ts";
import { actionNamed, leastForAction } from "./action.ts";
import { bornOf } from "./bulk.ts";
import { emergencyIn } from "./emergency.ts";
import { askedAnew } from "./preflight.ts";

const deciders = [mailOf("priya"), mailOf("tom"), mailOf("lena"), mailOf("marco")];
const decidersOfTasks: readonly string[] = [mailOf("lena"), mailOf("marco")];

interface OneInstance {
  readonly kind: "rds";
  readonly instance: { readonly id: string };
}

type Asked =
  | OneInstance
  | { readonly kind: "bulk"; readonly parts: readonly OneInstance[] }
  | { readonly kind: "message"; readonly action: string }
  | { readonly kind: "task" };

/** How many must agree: of instances, by their names. */
function leastNeeded(asked: Asked): number {
  switch (asked.kind) {
    case "rds":
      if (asked.instance.id.startsWith("prod-")) return 2;
      return asked.instance.id.startsWith("staging-") ? 1 : 0;
    case "bulk":
      return Math.max(...asked.parts.map(leastNeeded));
    case "message":
      return leastForAction[actionNamed(asked.action).name];
    case "task":
      return 1;
  }
}

/** A workflow may name some of those who decide its tasks, and nobody else. */
function decidersOf(asked: Asked, { approvers }: AuditEvent["details"]): readonly string[] {
  if (asked.kind !== "task") return deciders;
  const named = (approvers as readonly string[]).map(String);
  assert(
    named.every((person) => decidersOfTasks.includes(person)),
    `${named.join()} decide a workflow's task`,
  );
  return named;
}

/** The account after the first event of a request. Throws where nobody may ask for it like that. */
export function born(event: AuditEvent, { accountOf }: WholeRecord): Account {
  const { kind, details, actor, at } = event;
  assert.equal(kind, "created", "the first event is its creation");
  const asked = details.intent as unknown as Asked;
  const needed = Number(details.approvals_required);
  const emergency = emergencyIn(event);
  const least = emergency ? 0 : leastNeeded(asked);
  assert(needed >= least, `${JSON.stringify(asked)} needs ${least} people at least`);
  const account: Account = {
    status: needed === 0 ? "approved" : "pending",
    requester: actor,
    digest: String(details.digest),
    needed,
    deciders: decidersOf(asked, details),
    approvals: [],
    seats: [],
    isEscalated: false,
    openSince: at.getTime(),
    approvedAt: at.getTime(),
    expiresAt: Date.parse(String(details.expires_at)),
    claims: [],
    emergency,
    action: asked.kind === "message" ? actionNamed(asked.action) : undefined,
    task: asked.kind === "task" ? { isAnswered: false } : undefined,
    readings: askedAnew(event),
    bulk: asked.kind === "bulk" ? { parts: asked.parts, started: 0, ended: [] } : undefined,
    partOf: undefined,
  };
  if (details.part_of === undefined) return account;
  const partOf = String(details.part_of);
  const { requester, approvals } = bornOf(accountOf(partOf), event);
  return { ...account, status: "approved", requester, approvals, partOf };
}
