import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import { acmePeople } from "../../src/local/parts/workspace.ts";
import { openChat } from "../local/chat.ts";
import { makeDataFolder, runLauncher } from "../local/launcher.ts";
import { askCommandLine } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";
import { startReceiver } from "../support/webhook-receiver.ts";

/** On a busy machine the events wait for each other, and what was given back for its lease. */
const patience = 120_000;

/** `countersign webhook`, as an operator types it; what it prints. */
const countersign = (...words: readonly string[]) => askCommandLine(["webhook", ...words]);

test("a program is told by webhook what becomes of a request, though it fails at first, and its secret stays one", async () => {
  const { data, remove } = await makeDataFolder();
  onTestFinished(remove);
  const launcher = await runLauncher({
    environment: { COUNTERSIGN_DATA: data, PORT: "0", LOG_LEVEL: "trace" },
  });
  const receiver = await startReceiver(undefined, (response) => {
    response.writeHead(receiver.received.length === 1 ? 503 : 204).end();
  });
  const envFile = ["--env-file", join(data, "operator.env")];
  const url = `http://127.0.0.1:${receiver.port}/hook`;
  const { webhook_id: id, secret } = await countersign("create", "--url", url, ...envFile);

  await openChat(launcher.address("Chat")).command(
    acmePeople.dana.id,
    "snapshot dev-postgres-01 because it is tried out",
  );
  const events = await eventually(
    "the start of the run",
    () => {
      const told = receiver.received.map(({ body }) => JSON.parse(body));
      return told.some(({ event }) => event === "claimed") && told;
    },
    patience,
  );
  const seen = await countersign("show", String(id), ...envFile);

  const verifier = new StandardWebhook(String(secret));
  for (const { body, headers } of receiver.received) verifier.verify(body, { ...headers });
  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(ids[0]).toBe(ids[1]);
  expect(new Set(ids).size).toBe(ids.length - 1);
  const numbers = events.map(({ sequence }) => sequence);
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  expect(seen).toMatchObject({ webhook_id: id, status: "active", failing_count: 0 });
  expect(events.find(({ event }) => event === "claimed")).toMatchObject({
    status: "executing",
    request: { operation_type: "create_snapshot", instance_id: "dev-postgres-01" },
  });
  expect(JSON.stringify(seen)).not.toContain(String(secret));
  const plain = String(secret).slice("whsec_".length);
  const kept = await readdir(data, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    kept.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), "latin1")),
  );
  expect(launcher.said()).toContain("an event was sent to a webhook");
  for (const text of [launcher.said(), ...texts]) expect(text.includes(plain)).toBe(false);
}, 180_000);
