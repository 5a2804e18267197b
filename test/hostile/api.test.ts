import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { roles } from "../../src/core/api/role.ts";
import { catalogue } from "../../src/operations/catalogue.ts";
import { openProgramsDoor, order } from "../adapters/http/open-programs-door.ts";
import { makeLogScanner } from "../support/log-scanner.ts";
import { dana, lena, olga, priya, startWorkbench, tom, type Workbench } from "../support/workbench.ts";
import { arbitraryCall, type FuzzCall } from "./support/api/arbitrary-call.ts";
import { type Document, routesOf } from "./support/api/document.ts";
import { makeJudge } from "./support/api/make-judge.ts";
import { attack, patienceMs } from "./support/attack.ts";
import { recordWrites, type Write } from "./support/record-writes.ts";

const calls = 5000;
const atOnce = 12;

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
}, 60_000);
afterAll(() => bench.stop());

test(
  `${calls} calls made from the document: no 5xx, no answer that it does not know, nothing changed by a no`,
  async () => {
    const scanner = makeLogScanner();
    const door = openProgramsDoor(bench, { log: scanner.logOf("api") });
    const document = (await door.get("/openapi.json")).body as Document;
    const context = { hints: await hintsOn(door), tokens: await tokensOf(door) };
    for (const token of context.tokens) {
      // What comes before it is the key's name, which stands in the log.
      const [, secret] = /^cs_\w{12}_(.+)$/.exec(token) ?? [];
      if (secret !== undefined) scanner.watch("a key", secret);
    }
    const routes = routesOf(document);
    const inputs = fc.oneof(...routes.map((route) => arbitraryCall(document, route, context)));
    const judge = makeJudge(document);
    const recorder = recordWrites(bench.documents);
    const statuses = new Map<number, number>();
    const written = new Set<string>();

    async function send({ route, path, headers, body }: FuzzCall) {
      const { value, writes } = await recorder.during(async () => {
        const response = await door.send(route.method, path, {
          headers,
          ...(body !== undefined && { body }),
        });
        const type = response.headers.get("content-type") ?? "";
        return { status: response.status, type, text: await response.text() };
      });
      statuses.set(value.status, (statuses.get(value.status) ?? 0) + 1);
      for (const { kind } of writes) if (kind !== undefined) written.add(kind);
      const complaint = judge(route, value) ?? wrongWrites(route.method, value.status, writes);
      return (
        complaint && `${route.method} ${path} ${body ?? ""}\n  ${complaint}\n  ${value.text.slice(0, 500)}`
      );
    }

    // Many at the same time, as programs are: most of an answer is waiting for the tables.
    await attack<readonly FuzzCall[], readonly (string | undefined)[]>({
      inputs: fc.array(inputs, { minLength: atOnce, maxLength: atOnce }),
      runs: Math.ceil(calls / atOnce),
      send: (batch) => Promise.all(batch.map(send)),
      complaint: (complaints) => complaints.find((complaint) => complaint !== undefined),
    });

    expect(scanner.leaks()).toEqual([]);
    expect([...written]).toEqual(
      expect.arrayContaining(["created", "approved", "rejected", "cancelled", "refused"]),
    );
    // It has met the yes as well as each kind of no.
    for (const status of [200, 201, 400, 401, 403, 404, 409, 415, 422]) {
      expect([status, statuses.get(status) ?? 0]).not.toEqual([status, 0]);
    }
  },
  patienceMs,
);

/** A "no" may note in the record that somebody tried what they may not, and a look leaves nothing. */
function wrongWrites(method: string, status: number, writes: readonly Write[]): string | undefined {
  const changes = writes.filter(({ table }) => !table.includes("api-keys"));
  const kinds = changes.flatMap(({ kind }) => kind ?? []);
  if (changes.length === 0) return undefined;
  if (method === "GET") return `was a look, and wrote ${kinds.join()}`;
  if (status >= 400 && !kinds.every((kind) => kind === "refused"))
    return `was refused, and wrote ${kinds.join()}`;
  return undefined;
}

type Door = ReturnType<typeof openProgramsDoor>;

async function tokensOf(door: Door): Promise<readonly string[]> {
  const own = await Promise.all(
    [dana, priya, lena, tom, olga].flatMap((person) => [
      door.keyFor({ person: person.id, roles: ["requester", "approver"] }),
      door.keyFor({ person: person.id, roles, actsForOthers: person === olga }),
    ]),
  );
  const others = await Promise.all([
    ...roles.map((role) => door.keyFor({ roles: [role] })),
    door.keyFor({ roles, tenant: "other" }),
  ]);
  return [...own, ...own, ...others, "", "cs_no-key"];
}

async function hintsOn(door: Door) {
  const asks = await door.keyFor();
  const ids = [];
  // So many that each kind of decision finds one which is open still.
  for (const instance_id of Array(8).fill(["prod-orders-01", "staging-orders-01"]).flat()) {
    const { body } = await door.post("/api/v1/policy/requests", asks, { ...order, instance_id });
    ids.push(body.request_id);
  }
  const instances = ["prod-orders-01", "staging-orders-01", "dev-postgres-01", "dev-mysql-01", "dev-*"];
  const page = await door.get("/api/v1/policy/requests?limit=1", asks);
  return {
    id: [...ids, "req-0000000000"],
    request_id: ids,
    instance_id: instances,
    instance: instances,
    operation_type: catalogue.map(({ name }) => name),
    operation: ["create_snapshot", "stop_instance"],
    parameters: [{}, {}, {}, { snapshot_id: "before" }, { instance_class: "db.t4g.large" }],
    requested_by: [dana.id, priya.id],
    approved_by: [priya.id, lena.id],
    rejected_by: [tom.id],
    requester: [dana.id],
    actor: [priya.id],
    justification: ["The migration starts at ten."],
    reason: ["not today"],
    estimated_duration: [20, "an hour"],
    environment: ["production", "development"],
    correlation_id: ["one", "other"],
    "idempotency-key": ["one", "other", "third"],
    when: ["now", "night"],
    cursor: [page.body.next_cursor ?? "x"],
    status: ["pending", "pending,approved"],
    digest: ["0".repeat(64)],
    template: ["nightly-snapshot"],
    incident: ["INC-1"],
    delegation_id: ["delegation-1", "delegation-2"],
    to: [lena.id, tom.id],
    of: [priya.id],
    until: ["today", "2099-01-01"],
    // Within these a start is always left.
    window: ["night"],
    not_before: [new Date(Date.now() + 3_600_000).toISOString()],
    not_after: [new Date(Date.now() + 21 * 86_400_000).toISOString()],
    policy: ["version: 1", bench.policy.hash],
  };
}
