import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmbeddedAws, startEmbeddedAws } from "../support/embedded-aws.ts";
import { eventually } from "../support/eventually.ts";
import { provisionAll } from "../support/provision-all.ts";
import { type Call, startKillProxy } from "./kill-proxy.ts";
import { openPremises, recordOf } from "./premises.ts";

let aws: EmbeddedAws;

beforeAll(async () => {
  aws = await startEmbeddedAws();
  await provisionAll(aws.clients);
}, 60_000);
afterAll(() => aws.stop());

const isReport = ({ operation, request }: Call, kind: string) =>
  operation === "SendMessageBatch" && request.includes(`\\"kind\\":\\"${kind}\\"`);

const isEndNoted = ({ operation, request }: Call) => operation === "PutItem" && request.includes("is_done");

const deaths: readonly (readonly [string, (call: Call) => boolean])[] = [
  [
    "with a message received",
    ({ operation, answer }) => operation === "ReceiveMessage" && !!answer?.includes("Body"),
  ],
  ["just before its claim", ({ operation, answer }) => operation === "PutItem" && answer === undefined],
  ["just after its claim", ({ operation, answer }) => operation === "PutItem" && answer !== undefined],
  ["just before its end is reported", (call) => isReport(call, "ended") && call.answer === undefined],
  ["just after its end is reported", (call) => isReport(call, "ended") && call.answer !== undefined],
  ["just before its end is noted in its claim", (call) => isEndNoted(call) && call.answer === undefined],
  ["just after its end is noted in its claim", (call) => isEndNoted(call) && call.answer !== undefined],
  [
    "just before the message is deleted",
    ({ operation, answer }) => operation === "DeleteMessageBatch" && !answer,
  ],
  [
    "just after the message is deleted",
    ({ operation, answer }) => operation === "DeleteMessageBatch" && !!answer,
  ],
];

describe("a poller that is killed", () => {
  test.each(deaths)(
    "%s has the action run once, and its end is told",
    async (_when, isDeath) => {
      const premises = await openPremises(aws);
      const record = recordOf();
      await premises.send(record);
      let hasDied = false;
      const onCall = (call: Call) => {
        if (hasDied || !isDeath(call)) return;
        hasDied = true;
        first.signal("SIGKILL");
        throw new Error("nobody hears the answer");
      };
      const endpoints = {
        sqs: await startKillProxy(aws.endpoints.sqs, onCall),
        dynamodb: await startKillProxy(aws.endpoints.dynamodb, onCall),
      };
      const first = await premises.startPoller({ endpoints });
      await first.ended;

      await premises.startPoller();
      await premises.drained();

      expect(await premises.ledger()).toEqual([record.intent.parameters.word]);
      const ends = (await premises.reports()).filter(({ kind }) => kind === "ended");
      expect(ends.length).toBeGreaterThan(0);
      expect(ends).toEqual(ends.map(() => expect.objectContaining({ nonce: record.nonce, exit_code: 0 })));
      expect(await premises.deadLetters()).toBe(0);
    },
    60_000,
  );

  test("while the action runs has it told as begun with an outcome that nobody knows, and not run again", async () => {
    const premises = await openPremises(aws, { script: 'echo "$1" >> "$2"; sleep 3' });
    const record = recordOf();
    await premises.send(record);
    const first = await premises.startPoller();
    await eventually("the action to run", async () => (await premises.ledger()).length > 0);
    first.signal("SIGKILL");
    await first.ended;

    await premises.startPoller();
    await premises.drained();

    expect(await premises.ledger()).toEqual([record.intent.parameters.word]);
    const kinds = (await premises.reports()).map(({ kind }) => kind);
    expect(kinds).toContain("unknown");
    expect(kinds).not.toContain("ended");
  }, 60_000);
});
