import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { fromWebhookRecord } from "../../../src/aws/dynamodb/webhook-record.ts";
import type { AuditEvent } from "../../../src/core/audit-event.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import { webhookEvents } from "../../../src/core/webhook/webhook.ts";
import type { Arrival, Receiver } from "../world/receivers.ts";
import type { Seen, World } from "../world/world.ts";

/** So long events wait for those before them: the pauses between four attempts. */
const orderMilliseconds = 20_000;

/** What has come to receivers since the last check: signed, of the record, wanted, in order, and not once more for nothing. */
export function checkArrivals(world: World, known: number): void {
  const { arrivals, all } = world.receivers;
  for (const [index, arrival] of arrivals.slice(known).entries()) {
    const receiver = all.find(({ url }) => url === arrival.url);
    assert(receiver);
    checkSignature(arrival, receiver);
    const { request_id, sequence, ...told } = JSON.parse(arrival.body);
    const seen = world.seen.get(requestIdSchema.parse(request_id));
    const event = seen?.events.find((one) => one.sequence === sequence);
    assert(seen && event, `${arrival.id} tells of what is not in the record`);
    assert.equal(arrival.id, idOf(event), `${arrival.id} has one id, wherever it goes`);
    assert(wants(receiver, event), `${receiver.url} does not want ${event.kind}`);
    checkTold(told, event, seen);
    checkOrder(world, known + index, { receiver, event, seen });
    const taken = arrivals.filter(
      ({ url, id, isTaken }) => isTaken && url === arrival.url && id === arrival.id,
    );
    assert(taken.length <= 1 + world.deaths(), `${arrival.id} was taken, and comes ${taken.length} times`);
  }
}

/** Both ways of docs/webhooks.md. */
function checkSignature({ id, headers, body }: Arrival, { secret }: Receiver): void {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const timestamp = headers["x-webhook-timestamp"];
  const hex = createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex");
  assert.equal(headers["x-webhook-signature"], `sha256=${hex}`, `${id} is signed`);
  const base64 = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  assert.equal(headers["webhook-signature"], `v1,${base64}`, `${id} is signed as Standard Webhooks has it`);
}

function checkTold(told: Readonly<Record<string, unknown>>, event: AuditEvent, { events }: Seen): void {
  const history = events.filter((one) => one.sequence <= event.sequence && isForReceivers(one));
  const { event_id, event: kind, status, actor, occurred_at, history: before } = told;
  assert.deepEqual(
    { event_id, kind, status, actor, occurred_at },
    {
      event_id: idOf(event),
      kind: event.kind,
      status: event.status,
      actor: event.actor,
      occurred_at: event.at.toISOString(),
    },
    `${event_id} is told as it was`,
  );
  const sequences = (before as readonly { readonly sequence: number }[]).map(({ sequence }) => sequence);
  assert.deepEqual(
    sequences,
    history.map(({ sequence }) => sequence),
    `${event_id} comes with what was before it`,
  );
}

/** Whatever overtakes another event has waited for that one to be tried. */
function checkOrder(
  { receivers: { arrivals } }: World,
  index: number,
  { receiver, event, seen }: { readonly receiver: Receiver; readonly event: AuditEvent; readonly seen: Seen },
): void {
  const now = arrivals[index]?.at ?? 0;
  const earlier = arrivals.slice(0, index).filter(({ url }) => url === receiver.url);
  for (const before of seen.events.slice(0, event.sequence - 1)) {
    const at = before.at.getTime();
    if (at < receiver.since || !wants(receiver, before)) continue;
    const attempts = earlier.filter(({ id }) => id === idOf(before));
    const hasWaited = now - (attempts[0]?.at ?? at) > orderMilliseconds;
    const isTaken = attempts.some((one) => one.isTaken);
    assert(isTaken || hasWaited, `${idOf(event)} overtakes ${idOf(before)} at ${receiver.url}`);
  }
}

function wants({ events }: Receiver, event: AuditEvent): boolean {
  return isForReceivers(event) && (events.length === 0 || events.some((kind) => kind === event.kind));
}

function isForReceivers({ kind }: AuditEvent): boolean {
  return webhookEvents.some((one) => one === kind);
}

function idOf({ requestId, sequence }: AuditEvent): string {
  return `evt-${requestId.slice("req-".length)}-${sequence}`;
}

/** Once nothing is on its way any more, each registered receiver has taken all that it wants since it was registered. */
export async function checkAllArrived(world: World): Promise<void> {
  const { all, arrivals } = world.receivers;
  if (all.length === 0) return;
  const webhooks = (await world.stage.tables.scan("webhooks")).map(fromWebhookRecord);
  for (const { url, activeSince } of webhooks) {
    const receiver = all.find((one) => one.url === url);
    assert(receiver, `${url} is nobody's`);
    const taken = new Set(arrivals.flatMap((one) => (one.isTaken && one.url === url ? [one.id] : [])));
    for (const { request, events } of world.seen.values()) {
      if (request.partOf) continue;
      const owed = events.filter((event) => event.at >= activeSince && wants(receiver, event));
      for (const event of owed) assert(taken.has(idOf(event)), `${url} has never taken ${idOf(event)}`);
    }
  }
}
