import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { isRunning, makeDataFolder, startLauncher } from "./launcher.ts";

let folder: Awaited<ReturnType<typeof makeDataFolder>>;

beforeAll(async () => {
  folder = await makeDataFolder();
});

afterAll(() => folder.remove());

async function startWrong(environment: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const given = { COUNTERSIGN_DATA: folder.data, PORT: "0", ...environment };
  const { code, said, complaint } = await startLauncher({ environment: given, words }).ended;
  expect(said).toBe("");
  expect(complaint).not.toMatch(/^\s+at /m);
  return { code, complaint };
}

test("a PORT that is none is named", async () => {
  const { code, complaint } = await startWrong({ PORT: "http" });

  expect(code).toBe(1);
  expect(complaint).toContain("PORT: ");
});

test("a word that it does not know leads to the usage", async () => {
  const { code, complaint } = await startWrong({}, "--new");

  expect(code).toBe(1);
  expect(complaint).toContain("'--new'");
  expect(complaint).toContain("npm start -- --fresh");
});

test("--help prints the usage and starts nothing", async () => {
  const { code, said } = await startLauncher({ environment: {}, words: ["--help"] }).ended;

  expect(code).toBe(0);
  expect(said).toContain("npm start -- --fresh      the same, with all kept data deleted first");
});

test("a mistake in the policy file is told with its line and key", async () => {
  const file = join(folder.data, "..", "policy.yaml");
  const policy = await readFile("infra/policy.yaml", "utf8");
  await writeFile(file, policy.replace("staging: medium", "staging: some"));
  const line = policy.split("\n").findIndex((text) => text.includes("staging: medium")) + 1;

  const { code, complaint } = await startWrong({ POLICY_FILE: file });

  expect(code).toBe(1);
  expect(complaint).toContain(`${file} is not a valid policy:`);
  expect(complaint).toContain(`line ${line}, operations.create_snapshot.risk.staging: `);
});

test("a policy file that is not there is named", async () => {
  const { code, complaint } = await startWrong({ POLICY_FILE: "/no/such/policy.yaml" });

  expect(code).toBe(1);
  expect(complaint).toContain("no such file or directory, open '/no/such/policy.yaml'");
});

test("a bot token without its signing secret is not enough", async () => {
  const { code, complaint } = await startWrong({ SLACK_BOT_TOKEN: "xoxb-mine" });

  expect(code).toBe(1);
  expect(complaint).toBe("The environment is not complete. SLACK_SIGNING_SECRET: missing\n");
});

test("values of a Slack workspace without a bot token are not passed over", async () => {
  const { code, complaint } = await startWrong({ SLACK_SIGNING_SECRET: "s", SLACK_APP_TOKEN: "xapp-mine" });

  expect(code).toBe(1);
  expect(complaint).toContain(
    "SLACK_BOT_TOKEN: missing, but SLACK_SIGNING_SECRET and SLACK_APP_TOKEN given.",
  );
});

test("a folder with somebody else's files is left as it is", async () => {
  const foreign = join(folder.data, "../foreign");
  await mkdir(foreign);
  await writeFile(join(foreign, "thesis.txt"), "not yours");

  const { code, complaint } = await startWrong({ COUNTERSIGN_DATA: foreign }, "--fresh");

  expect(code).toBe(1);
  expect(complaint).toContain("is no data folder of Countersign's");
  expect(await readFile(join(foreign, "thesis.txt"), "utf8")).toBe("not yours");
});

test("a part that does not start is named, with its last words", async () => {
  const damaged = join(folder.data, "../damaged");
  await mkdir(join(damaged, "tables.sqlite"), { recursive: true });
  await writeFile(join(damaged, "lock.sqlite"), "");

  const { code, complaint } = await startWrong({ COUNTERSIGN_DATA: damaged });

  expect(code).toBe(1);
  expect(complaint).toMatch(/^DynamoDB \(dynoxide\) did not start: it ended with code \d+\nIt said:\n.+/);
});

test("a service whose address nobody answers at is named by it", async () => {
  const { code, complaint } = await startWrong({ AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" });

  expect(code).toBe(1);
  expect(complaint).toContain("ECONNREFUSED 127.0.0.1:9");
});

test("a second Ctrl-C ends at once what does not come to an end", async () => {
  const asked = Promise.withResolvers<void>();
  const hanging = createServer(() => asked.resolve()).listen(0, "127.0.0.1");
  await once(hanging, "listening");
  onTestFinished(() => hanging.closeAllConnections());
  onTestFinished(() => void hanging.close());
  const { port } = hanging.address() as AddressInfo;
  const launcher = startLauncher({
    environment: {
      COUNTERSIGN_DATA: folder.data,
      PORT: "0",
      AWS_ENDPOINT_URL_RDS: `http://127.0.0.1:${port}`,
    },
  });
  await asked.promise;
  const parts = await launcher.parts();
  launcher.signal("SIGINT");
  await launcher.says("Stopping ...");

  const again = setInterval(() => launcher.signal("SIGINT"), 100);
  const { code, said } = await launcher.ended.finally(() => clearInterval(again));

  expect(code).toBe(1);
  expect(said).not.toContain("Countersign is running");
  expect(parts).toHaveLength(2);
  await eventually(
    "the end of its parts",
    async () => !(await Promise.all(parts.map(isRunning))).includes(true),
  );
});
