import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDynamoDbActionClaims } from "../../src/aws/dynamodb/action-claims.ts";
import { digestOf } from "../../src/core/intent.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../support/embedded-aws.ts";
import { eventually } from "../support/eventually.ts";
import { provisionAll } from "../support/provision-all.ts";
import { openPremises, type Premises, recordOf, signed } from "./premises.ts";

let aws: EmbeddedAws;

beforeAll(async () => {
  aws = await startEmbeddedAws();
  await provisionAll(aws.clients);
}, 60_000);
afterAll(() => aws.stop());

describe("what is not run", () => {
  const foreign = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const good = recordOf();
  const changed = { ...good, intent: { ...good.intent, parameters: { word: "something-else" } } };
  const otherDigest = recordOf({}, { digest: digestOf(changed.intent) });
  /** They meet one poller, one after the other. */
  let premises: Premises;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    premises = await openPremises(aws, { goneWith: (clean) => void cleanups.push(clean) });
    await premises.startPoller();
  });
  afterAll(async () => {
    for (const clean of cleanups.toReversed()) await clean();
  });

  test.each([
    ["a message that is no JSON", "run everything"],
    ["a decision without a signature", JSON.stringify({ decision: JSON.stringify(good) })],
    ["a decision signed by another key", JSON.stringify(signed(good, foreign.privateKey))],
    [
      "a decision whose text was changed",
      JSON.stringify({ ...signed(good), decision: JSON.stringify(changed) }),
    ],
    ["a signed decision with another intent's digest", JSON.stringify(signed(otherDigest))],
  ])(
    "%s ends in the dead letters",
    async (_what, body) => {
      const before = await premises.deadLetters();

      await premises.sendRaw(body);
      await eventually("the dead letter", async () => (await premises.deadLetters()) > before);

      expect(await premises.ledger()).toEqual([]);
      expect(await premises.reports()).toEqual([]);
    },
    60_000,
  );

  test.each([
    ["a rejected decision", recordOf({}, { decision: "rejected" }), []],
    ["a decision whose time is over", recordOf({}, { expires_at: new Date(0).toISOString() }), []],
    ["an action that the configuration does not have", recordOf({ action: "drop_everything" }), ["refused"]],
    ["a parameter that is not allowed", recordOf({ parameters: { word: "a b; rm" } }), ["refused"]],
    ["a parameter that looks like an option", recordOf({ parameters: { word: "-rf" } }), ["refused"]],
  ])(
    "%s is taken from the queue, and reported where somebody waits for it",
    async (_what, record, kinds) => {
      await premises.send(record);
      await premises.drained();

      expect(await premises.ledger()).toEqual([]);
      const reports = await premises.reports();
      expect(
        reports.filter((one) => "nonce" in one && one.nonce === record.nonce).map(({ kind }) => kind),
      ).toEqual(kinds);
    },
    60_000,
  );

  test("an action that was taken back is not run", async () => {
    const record = recordOf();
    const claims = makeDynamoDbActionClaims(aws.clients.documents, { requests: "rds-approvals-test" });
    const { request_id: requestId, nonce } = record;
    await claims.take({ requestId, nonce, holder: "countersign", store: "countersign", at: new Date() });

    await premises.send(record);
    await premises.drained();

    expect(await premises.ledger()).toEqual([]);
  }, 60_000);
});

describe("a decision that another poller has claimed", () => {
  test("is taken from the queue once that poller has told how it ended, and is no dead letter", async () => {
    const premises = await openPremises(aws);
    const record = recordOf();
    await premises.send(record);
    const first = await premises.startPoller();
    await premises.drained();
    first.signal("SIGTERM");
    await first.ended;

    await premises.sendRaw(JSON.stringify(signed(record)));
    const second = await premises.startPoller({ changes: { poller: "machine-2", state: "state-2" } });
    await second.says("another poller has run it");
    await premises.drained();

    expect(await premises.ledger()).toEqual([record.intent.parameters.word]);
    expect(await premises.deadLetters()).toBe(0);
  }, 60_000);

  test("is left to that poller, which may come back, and is a dead letter only when it does not", async () => {
    const premises = await openPremises(aws);
    const record = recordOf();
    const claims = makeDynamoDbActionClaims(aws.clients.documents, { requests: "rds-approvals-test" });
    const { request_id: requestId, nonce } = record;
    await claims.take({ requestId, nonce, holder: "machine-2", store: "disk-2", at: new Date() });
    await premises.send(record);

    const begun = performance.now();
    await premises.startPoller();
    await eventually("the dead letter", async () => (await premises.deadLetters()) === 1);

    // Four receptions, each hidden for the whole 2 s of this configuration.
    expect(performance.now() - begun).toBeGreaterThan(7000);
    expect(await premises.ledger()).toEqual([]);
  }, 60_000);
});

describe("what is run", () => {
  test("its output is bounded, cleaned and told, with the exit code and the progress lines", async () => {
    const premises = await openPremises(aws, {
      script: `echo "progress: 40 % Halfway"; printf '\\033[31mred\\033[0m\\007\\n'; cat; exit 7`,
    });
    const record = recordOf();
    await premises.send(record);

    await premises.startPoller();
    await premises.drained();

    const reports = await premises.reports();
    expect(reports.find(({ kind }) => kind === "progress")).toMatchObject({
      number: 1,
      text: "Halfway",
      percent: 40,
    });
    const end = reports.find(({ kind }) => kind === "ended");
    expect(end).toMatchObject({ exit_code: 7, signal: null, timed_out: false });
    expect(end).toHaveProperty("output", expect.stringContaining("\nred\n"));
    expect(end).toHaveProperty("output", expect.stringContaining(`"request_id":"${record.request_id}"`));
  }, 60_000);

  test("a command that takes too long is ended with all that it has started", async () => {
    const premises = await openPremises(aws, { script: "sleep 60 & wait" });
    await premises.send(recordOf());
    const changes = {
      actions: { note: { command: [`${premises.folder}/note.sh`], timeout: "1s" } },
    };

    await premises.startPoller({ changes });
    await premises.drained();

    expect((await premises.reports()).find(({ kind }) => kind === "ended")).toMatchObject({
      timed_out: true,
    });
  }, 60_000);

  test("a stopped poller lets a running action end, and begins no other", async () => {
    const premises = await openPremises(aws, { script: 'echo "$1" >> "$2"; sleep 2; echo "end" >> "$2"' });
    const [one, other] = [recordOf(), recordOf()];
    await premises.send(one);
    const poller = await premises.startPoller();
    await eventually("the action to run", async () => (await premises.ledger()).length > 0);
    await premises.send(other);

    poller.signal("SIGTERM");
    const { code } = await poller.ended;

    expect(code).toBe(0);
    expect(await premises.ledger()).toEqual([one.intent.parameters.word, "end"]);
    expect((await premises.reports()).map(({ kind }) => kind)).toEqual(["started", "ended"]);
    expect(await premises.waiting()).toBe(1);
  }, 60_000);

  test("two pollers and a hundred messages, some of them sent twice: each is run once", async () => {
    const premises = await openPremises(aws);
    const records = Array.from({ length: 100 }, (_, index) => recordOf({ subject: `db-${index % 40}` }));
    await Promise.all(records.map((record) => premises.send(record)));
    await Promise.all(records.slice(0, 20).map((record) => premises.sendRaw(JSON.stringify(signed(record)))));

    await premises.startPoller();
    await premises.startPoller({ changes: { poller: "machine-2", state: "state-2" } });
    await premises.drained();

    const ran = await premises.ledger();
    expect(ran.toSorted()).toEqual(records.map(({ intent }) => String(intent.parameters.word)).toSorted());
  }, 90_000);
});
