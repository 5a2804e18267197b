import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WaitingList } from "../../../src/app/ports/request-store.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { cancel } from "../../../src/core/transitions/cancel.ts";
import { escalate } from "../../../src/core/transitions/escalate.ts";
import { countUnits } from "../../support/read-units.ts";
import { seedRequests } from "../../support/seed-requests.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";
import { ada, after, approved, ben, cleo, created, person, unwrapped } from "./sample-requests.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;
beforeAll(async () => {
  aws = await startProvisionedAws();
});
afterAll(() => aws.stop());

function store() {
  return makeDynamoDbRequestStore(aws.documents(), aws.tables);
}

test("each person's list has what they may decide and have not, the oldest first, whoever asked for it last", async () => {
  const requests = store();
  const tenant = "waiting";
  const [first, decided, cancelled, escalated] = [1, 2, 3, 4].map((at) => created({ tenant }, after(at)));
  if (!first || !decided || !cancelled || !escalated) throw new Error("there are four");
  for (const change of [first, decided, cancelled, escalated])
    await requests.create(change, change.request.id);
  await requests.save(approved(decided.request, ben, after(10)));
  await requests.save(unwrapped(cancel(cancelled.request, { by: ada, surface: "slack" }, after(10))));
  await requests.save(unwrapped(escalate(escalated.request, after(60))));

  const idsFor = async (...people: readonly ReturnType<typeof person>[]) => {
    const list = await requests.listWaitingFor(
      tenant,
      people.map(({ id }) => id),
    );
    expect(list.isWhole).toBe(true);
    return list.items.map(({ id }) => id);
  };

  expect(await idsFor(ben)).toEqual([first.request.id, escalated.request.id]);
  expect(await idsFor(cleo)).toEqual([first, decided, escalated].map(({ request }) => request.id));
  expect(await idsFor(person("Dora"))).toEqual([escalated.request.id]);
  expect(await idsFor(person("Dora"), ben)).toEqual([first.request.id, escalated.request.id]);
  expect(await idsFor(ada)).toEqual([]);
  expect(await idsFor()).toEqual([]);
});

test("another tenant's are none of theirs", async () => {
  const requests = store();
  const change = created({ tenant: "elsewhere" });
  await requests.create(change, change.request.id);

  const list = await requests.listWaitingFor("here", [ben.id]);

  expect(list).toEqual({ items: [], isWhole: true });
});

test("of thousands it looks at so many and says so, in six reads at most", async () => {
  const documents = aws.documents();
  const requests = makeDynamoDbRequestStore(documents, aws.tables);
  const units = countUnits(documents);
  const tenant = "crowded";
  const change = created({ tenant });
  await requests.create(change, tenant);
  const { id, requestedAt, requestedBy } = change.request;
  seedRequests(
    join(aws.folder, "dynamodb.sqlite"),
    aws.tables.requests,
    {
      series: "w",
      requestId: id,
      requestedAt: requestedAt.toISOString(),
      requester: requestedBy.id,
      instance: "dev-postgres-01",
      tenant,
    },
    20_000,
  );
  let found: WaitingList | undefined;

  const used = await units.of(async () => {
    found = await requests.listWaitingFor(tenant, [person("Nobody").id]);
  });
  const busy = await requests.listWaitingFor(tenant, [ben.id]);

  expect(found).toEqual({ items: [], isWhole: false });
  // 1 MB costs 128 units.
  expect(used).toBeLessThanOrEqual(3 * 128 + 10);
  expect(busy.isWhole).toBe(false);
  expect(busy.items.length).toBeGreaterThanOrEqual(300);
  expect(busy.items[0]?.requestedAt.getTime()).toBeLessThan(busy.items.at(-1)?.requestedAt.getTime() ?? 0);
}, 60_000);
