import { afterAll, beforeAll, expect, test } from "vitest";
import { faultGroups } from "../support/faults/fault.ts";
import { makeFaultPlan } from "../support/faults/fault-plan.ts";
import { playRound } from "../support/faults/play-round.ts";
import { type FaultyWorld, startFaultyWorld } from "../support/faults/start-faulty-world.ts";

const seed = Number(process.env.FAULTS_SEED ?? 1);
/** None but in a soak. */
const soakSeeds = Array.from({ length: Number(process.env.FAULTS_SEEDS ?? 0) }, (_, index) => seed + index);
/** More than any kind of call takes to meet all its faults. */
const mostRounds = 20;

/** What every story of its kind calls, so that a call that is no longer seen is noticed. Others are made as well. */
const certain = [
  // Not that an action was sent: a poller may have run it before the one who sent it comes to say so.
  ...["created", "approved", "claimed", "completed"].map(
    (event) => `dynamodb TransactWriteItems of ${event}`,
  ),
  "dynamodb GetItem approvals",
  "dynamodb GetItem deliveries",
  "dynamodb PutItem approval-tokens",
  "dynamodb PutItem deliveries claimed",
  "dynamodb PutItem deliveries noted",
  "dynamodb Query audit-log",
  "dynamodb Query deliveries",
  "kms Sign",
  "rds CreateDBSnapshot",
  "rds DescribeDBInstances",
  "rds DescribeDBSnapshots",
  "rds RebootDBInstance",
  "secrets GetSecretValue",
  "ses SendRawEmail",
  "sns PublishBatch",
  "sqs ReceiveMessage decisions",
  "sqs SendMessage decisions",
  "sqs SendMessage run-operation",
  "sqs SendMessageBatch poller-reports",
  "sts AssumeRole",
];

let world: FaultyWorld;
beforeAll(async () => {
  world = await startFaultyWorld();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

test("whatever call to AWS is lost, unheard, throttled, late or doubled, the main stories end right, once, and in one card", async () => {
  const plan = makeFaultPlan(seed);
  world.begin(plan);

  await playRound(world, plan, 0);

  const met = plan.met();
  const unheard: ReadonlySet<string> = new Set(faultGroups.unheard);
  const heard = certain.filter((kind) => !met.get(kind)?.some((fault) => unheard.has(fault)));
  expect(heard).toEqual([]);
  expect([...met.values()].flat().length).toBeGreaterThan(2 * certain.length);
}, 400_000);

test.each(soakSeeds)(
  "and so they do when every call meets every fault, in the order of seed %i",
  async (given) => {
    const plan = makeFaultPlan(given, { isWhole: true });
    world.begin(plan);

    let rounds = 0;
    while (rounds < mostRounds && !plan.isOver()) {
      await playRound(world, plan, rounds % 2 === 0 ? 0 : 1);
      rounds += 1;
    }

    const met = [...plan.met().values()];
    process.stdout.write(
      `seed ${given}: ${met.flat().length} faults at ${met.length} kinds of calls, ${rounds} rounds\n`,
    );
    expect(met.flat().length).toBeGreaterThan(100);
  },
  3_600_000,
);
