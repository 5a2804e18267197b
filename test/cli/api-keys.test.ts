import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCheckApiKey } from "../../src/app/api/check-api-key.ts";
import { makeDynamoDbApiKeyStore } from "../../src/aws/dynamodb/api-key-store.ts";
import { readCommandLine } from "../../src/cli/commands.ts";
import { startCommandLine } from "../support/command-line.ts";
import { startWorkbench, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
let envFile: string;
beforeAll(async () => {
  bench = await startWorkbench();
  envFile = join(bench.folder, "aws.env");
  await writeFile(
    envFile,
    `AWS_ENDPOINT_URL_DYNAMODB=${bench.endpoint}\nAWS_REGION=eu-central-1\nAWS_ACCESS_KEY_ID=embedded\nAWS_SECRET_ACCESS_KEY=embedded\n`,
  );
}, 60_000);
afterAll(() => bench.stop());

describe("arguments", () => {
  const create = ["api-key", "create", "--stage", "dev", "--name", "ci", "--person", "ci@acme.example"];

  test.each([
    [["api-key"], 'Say "api-key create"'],
    [["api-key", "revoke", "--stage", "dev"], 'Say "api-key create"'],
    [["api-key", "list", "--stage", "dev", "--key", "x"], '"api-key" has no --key.'],
    [create, "--role is missing."],
    [[...create, "--role", "king", "--expires", "90d"], "--role is one of requester, approver"],
    [[...create, "--role", "owner"], "--expires is missing."],
    [[...create, "--role", "owner", "--expires", "2h"], '--expires: write it in days, as "90d"'],
    [[...create, "--role", "owner", "--expires", "400d"], "--expires: 366 days at most"],
  ])("%j is told: %s", (args, told) => {
    const parsed = readCommandLine(args);

    expect(parsed).toEqual({ ok: false, error: expect.stringContaining(told) });
  });
});

/** The lines that a run of the command line prints. */
async function countersign(...args: readonly string[]) {
  const line = ["api-key", ...args, "--stage", "test", "--env-file", envFile];
  const { code, said } = await startCommandLine(line).ended;
  return { code, said: said.trim() };
}

test("a key is made, shown once, listed without its secret, and revoked", async () => {
  const keys = makeDynamoDbApiKeyStore(bench.documents, bench.tables);
  const isGood = async (token: string) =>
    (await makeCheckApiKey({ keys, now: () => new Date() })(token)) !== undefined;
  const asked = ["--name", "ci", "--person", "CI@acme.example", "--role", "requester", "--role", "auditor"];

  const made = await countersign("create", ...asked, "--expires", "90d");
  const { token, ...shown } = JSON.parse(made.said);
  const before = await isGood(token);
  const listed = await countersign("list");
  const revoked = await countersign("revoke", shown.key_id);
  const after = await isGood(token);
  const unknown = await countersign("revoke", "000000000000");

  expect(shown).toMatchObject({
    name: "ci",
    tenant: "default",
    person: "ci@acme.example",
    roles: ["requester", "auditor"],
    acts_for_others: false,
    status: "good",
  });
  expect([before, after]).toEqual([true, false]);
  expect(listed.said).toBe(JSON.stringify(shown));
  expect(JSON.parse(revoked.said)).toMatchObject({ key_id: shown.key_id, status: "revoked" });
  expect(unknown).toEqual({ code: 3, said: expect.stringContaining("There is no key 000000000000.") });
}, 60_000);
