import { afterAll, beforeAll, expect, test } from "vitest";
import { faultGroups } from "../support/faults/fault.ts";
import { makeFaultPlan } from "../support/faults/fault-plan.ts";
import { makePairPlan, pairOf } from "../support/faults/pair-plan.ts";
import { playRound } from "../support/faults/play-round.ts";
import { type FaultyWorld, startFaultyWorld } from "../support/faults/start-faulty-world.ts";
import { stories } from "../support/faults/stories.ts";

const seed = Number(process.env.FAULTS_SEED ?? 1);
/** None but in a soak: seeds of whole plans, and seeds of pairs. */
const soakSeeds = numbersFrom(seed, Number(process.env.FAULTS_SEEDS ?? 0));
const soakPairs = numbersFrom(seed, Number(process.env.FAULTS_PAIRS ?? 0));
/** What comes seldom has met all its faults by then. */
const mostRounds = 60;

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

const all = Object.values(stories);

let world: FaultyWorld;
beforeAll(async () => {
  world = await startFaultyWorld();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

test("whatever call to AWS is lost, unheard, throttled, late or doubled, the main stories end right, once, and in one card", async () => {
  const plan = makeFaultPlan(seed);
  world.begin(plan);

  await playRound(world, plan, all, 0);

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
    do {
      await playRound(world, plan, all, laneOf(rounds));
      rounds += 1;
    } while (rounds < mostRounds && plan.left().length > 0);

    const met = [...plan.met().values()];
    say(`seed ${given}: ${met.flat().length} faults at ${met.length} kinds of calls, ${rounds} rounds`);
    for (const left of plan.left()) say(`never came to it: ${left}`);
    expect(met.flat().length).toBeGreaterThan(100);
  },
  3_600_000,
);

test.each(soakPairs)(
  "and so does one of them when two faults meet it, the second once the first is over: pair %i",
  async (given) => {
    const [name = "", story] = Object.entries(stories)[given % all.length] ?? [];
    if (!story) throw new Error("there are no stories");
    const pair = pairOf(await kindsIn(name), given);
    const plan = makePairPlan(pair);
    world.begin(plan);

    await playRound(world, plan, [story], laneOf(given));

    const [first, second] = pair.map(({ kind, fault }) => `${kind}: ${fault}`);
    say(`pair ${given}, ${name}: ${first}, then ${second}${plan.isOver() ? "" : ", which never came to it"}`);
  },
  400_000,
);

const kinds = new Map<string, readonly string[]>();

/** The kinds of calls in a story to which nothing happens. */
async function kindsIn(name: keyof typeof stories): Promise<readonly string[]> {
  const known = kinds.get(name);
  const story = stories[name];
  if (known || !story) return known ?? [];
  const seen = new Set<string>();
  world.begin({ next: (kind) => void seen.add(kind) });
  await playRound(world, { lately: () => [] }, [story], 0);
  kinds.set(name, [...seen].sort());
  return kindsIn(name);
}

/** On the other databases than the round before. */
function laneOf(round: number): 0 | 1 {
  return round % 2 === 0 ? 0 : 1;
}

function numbersFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
