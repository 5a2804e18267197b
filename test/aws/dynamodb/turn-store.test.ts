import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDynamoDbAuditLog } from "../../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { makeDynamoDbTurnStore } from "../../../src/aws/dynamodb/turn-store.ts";
import { digestOf } from "../../../src/core/intent.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { nextStage } from "../../../src/core/transitions/next-stage.ts";
import { queue } from "../../../src/core/transitions/queue.ts";
import { claim } from "../../../src/core/transitions/run.ts";
import { placeIn } from "../../../src/core/turn.ts";
import { accepted, runTimes } from "../../core/sample-requests.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";
import { after, created, newId } from "./sample-requests.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

beforeAll(async () => {
  aws = await startProvisionedAws();
});

afterAll(() => aws.stop());

function stores() {
  const client = aws.documents();
  return {
    requests: makeDynamoDbRequestStore(client, aws.tables),
    auditLog: makeDynamoDbAuditLog(client, aws.tables),
    turns: makeDynamoDbTurnStore(client, aws.tables),
  };
}

const requirement = {
  approvals: 0,
  raisedBy: [],
  approvers: [],
  escalationApprovers: [],
  groups: ["dba"],
  rules: [],
  policyVersion: "0".repeat(64),
  safetySnapshotAt: ["medium", "high"],
} as const;

/** An approved request at a target of its own. */
async function approvedAt(key: string) {
  const { requests, turns } = stores();
  const change = created({ requirement });
  await requests.create(change, newId());
  const turn = await turns.find(key);
  return { request: change.request, turn };
}

test("nobody has a turn that was never taken", async () => {
  const { turns } = stores();

  expect(await turns.find("nowhere")).toEqual({
    key: "nowhere",
    revision: 0,
    holder: undefined,
    waiting: [],
  });
});

test("a turn is saved with the request that takes it, and reads back with who waits", async () => {
  const { requests, turns } = stores();
  const key = `key-${newId()}`;
  const { request, turn } = await approvedAt(key);
  const [second, third] = [newId(), newId()];

  const taken = { ...placeIn(turn, request.id, new Map()).turn, waiting: [second, third] };
  const outcome = await requests.save(accepted(claim(request, runTimes, after(1), key)), taken);

  expect(outcome).toBe("saved");
  expect(await turns.find(key)).toEqual({ key, revision: 1, holder: request.id, waiting: [second, third] });
  expect(await requests.find(request.id)).toMatchObject({ status: "executing", turn: key });
});

test.each([1, 3])(
  "of two that take revision %i of a turn, one does, and of the other nothing is saved",
  async (revision) => {
    const { requests, auditLog, turns } = stores();
    const key = `key-${newId()}`;
    for (let earlier = 1; earlier < revision; earlier += 1) {
      const { request, turn } = await approvedAt(key);
      await requests.save(
        accepted(claim(request, runTimes, after(1), key)),
        placeIn(turn, request.id, new Map()).turn,
      );
    }
    const both = [await approvedAt(key), await approvedAt(key)];

    const outcomes = await Promise.all(
      both.map(({ request, turn }) =>
        requests.save(
          accepted(claim(request, runTimes, after(1), key)),
          placeIn(turn, request.id, new Map()).turn,
        ),
      ),
    );

    expect(outcomes.toSorted()).toEqual(["conflict", "saved"]);
    const loser = both[outcomes.indexOf("conflict")]?.request;
    const winner = both[outcomes.indexOf("saved")]?.request;
    if (!loser) throw new Error("nobody lost");
    expect(await turns.find(key)).toMatchObject({ revision, holder: winner?.id });
    expect(await requests.find(loser.id)).toEqual(loser);
    expect(await auditLog.list(loser.id)).toHaveLength(1);
  },
);

test("who waits, and a run with its stages, read back as they were", async () => {
  const { requests } = stores();
  const { request } = await approvedAt("key");
  const intent = { ...request.intent, safetySnapshot: "orders-before" };
  if (intent.kind !== "rds") throw new Error("is about no instance");
  const guarded: ApprovalRequest = { ...request, intent, digest: digestOf(intent) };
  const queued = accepted(
    queue(guarded, { turn: "key", behind: newId(), ahead: 1, target: "orders" }, after(1)),
  );
  const claimed = accepted(claim(queued.request, runTimes, after(2), "key"));
  const facts = [{ label: "Safety snapshot", value: "orders-before" }];
  const begun = accepted(nextStage(claimed.request, { facts, text: "is there" }, runTimes, after(3)));

  for (const change of [queued, claimed, begun]) {
    const saved = await requests.save(change);
    const found = await requests.find(request.id);

    expect(saved).toBe("saved");
    expect(found).toEqual(change.request);
  }
});
