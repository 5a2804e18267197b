import assert from "node:assert/strict";
import type { AuditEvent } from "../../../src/core/audit-event.ts";
import type { Account, WholeRecord } from "./account.ts";
import { bornOf } from "./bulk.ts";
import { emergencyIn } from "./emergency.ts";

/** How many must agree, by the name of the instance. */
function leastNeeded(instance: string): number {
  if (instance.startsWith("prod-")) return 2;
  return instance.startsWith("staging-") ? 1 : 0;
}

interface OneInstance {
  readonly instance: { readonly id: string };
}

/** The account after the first event of a request. Throws where nobody may ask for it like that. */
export function born(event: AuditEvent, { accountOf }: WholeRecord): Account {
  const { kind, details, actor, at } = event;
  assert.equal(kind, "created", "the first event is its creation");
  const { parts } = details.intent as { readonly parts?: readonly OneInstance[] };
  const instances = (parts ?? [details.intent as unknown as OneInstance]).map(({ instance }) => instance.id);
  const needed = Number(details.approvals_required);
  const emergency = emergencyIn(event);
  const least = emergency ? 0 : Math.max(...instances.map(leastNeeded));
  assert(needed >= least, `${instances.join()} needs ${least} people at least`);
  const account: Account = {
    status: needed === 0 ? "approved" : "pending",
    requester: actor,
    digest: String(details.digest),
    needed,
    approvals: [],
    seats: [],
    isEscalated: false,
    openSince: at.getTime(),
    expiresAt: Date.parse(String(details.expires_at)),
    claims: [],
    emergency,
    bulk: parts && { parts, started: 0, ended: [] },
    partOf: undefined,
  };
  if (details.part_of === undefined) return account;
  const partOf = String(details.part_of);
  const { requester, approvals } = bornOf(accountOf(partOf), event);
  return { ...account, status: "approved", requester, approvals, partOf };
}
