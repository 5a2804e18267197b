import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { webhookEvents } from "../../../src/core/webhook/webhook.ts";
import { findFreePort } from "../../../src/local/parts/free-port.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { eventually } from "../../support/eventually.ts";
import { priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openWebhookDesk } from "./webhook-desk.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
}, 60_000);
afterAll(() => bench.stop());

/** The receiver as it stands in the documentation, as a process of its own; gone with the test. */
async function startDocumentedReceiver(secret: string, port: number) {
  const page = await readFile("docs/webhooks.md", "utf8");
  const [, program = ""] = /```js\n(\/\/ receiver\.mjs.*?)```/s.exec(page) ?? [];
  const folder = await mkdtemp(join(tmpdir(), "countersign-receiver-"));
  await writeFile(join(folder, "receiver.mjs"), program);
  const env = { WEBHOOK_SECRET: secret, PORT: String(port) };
  const child = spawn(process.execPath, ["receiver.mjs"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true });
  });
  const printed: string[] = [];
  createInterface(child.stdout).on("line", (line) => printed.push(line));
  const url = `http://127.0.0.1:${port}/`;
  await eventually("the receiver to listen", async () => {
    const answer = await fetch(url).catch(() => undefined);
    return answer?.status === 401;
  });
  return { url, printed };
}

test("the documented receiver takes what is signed, works on each event once, and turns all else down", async () => {
  const desk = await openWebhookDesk(bench, { allowsLoopback: true });
  // The receiver looks at the real time.
  desk.pass((Date.now() - desk.now().getTime()) / 1000);
  const port = await findFreePort(0);
  const made = accepted(
    await desk.create({ for: { url: `http://127.0.0.1:${port}/` }, events: [], hosts: [], by: "olga" }),
  );
  const { url, printed } = await startDocumentedReceiver(made.secret, port);
  const request = await desk.ask();
  await desk.owe(request.id);
  await desk.drain({ seconds: 0 });

  accepted(await desk.resend({ webhookId: made.webhook.id, requestId: request.id, sequence: 1 }));
  await desk.drain({ seconds: 0 });
  accepted(await desk.rotate(made.webhook.id, 3600));
  accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));
  await desk.owe(request.id);
  await desk.drain({ seconds: 0 });
  const forged = await fetch(url, {
    method: "POST",
    headers: {
      "x-webhook-timestamp": String(Math.floor(Date.now() / 1000)),
      "x-webhook-signature": "sha256=00",
    },
    body: "{}",
  });

  await eventually("both events to be printed", () => printed.length >= 2);
  expect(printed).toEqual([`${request.id} 1 created: pending`, `${request.id} 2 approved: pending`]);
  expect(desk.reports.map(({ delivery }) => [delivery.sequence, delivery.state])).toEqual([
    [1, "delivered"],
    [1, "delivered"],
    [2, "delivered"],
  ]);
  expect(forged.status).toBe(401);
});

test("the documentation names every event", async () => {
  const page = await readFile("docs/webhooks.md", "utf8");
  const [, listed = ""] = /\nEvents: (.*?)\n\n/s.exec(page) ?? [];

  for (const event of webhookEvents) expect(listed).toContain(`\`${event}\``);
});
