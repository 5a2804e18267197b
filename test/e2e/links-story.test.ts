import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig, readLauncherConfig } from "../../src/config.ts";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import { type Launched, launch } from "../../src/local/launch.ts";
import { wireUseCases } from "../../src/wiring.ts";
import { read } from "../adapters/links/open-links-door.ts";
import { accepted, submissionOf } from "../support/desk.ts";
import { eventually } from "../support/eventually.ts";
import { hiddenFieldsOf } from "../support/hidden-fields-of.ts";
import { openInbox } from "../support/inbox.ts";
import { lena, priya, tom } from "../support/workbench.ts";

let launched: Launched;
let dataFolder: string;
const problems: unknown[] = [];

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "countersign-links-"));
  process.env.LOG_LEVEL = "silent";
  const config = readLauncherConfig({ COUNTERSIGN_DATA: dataFolder, PORT: "0" });
  launched = await launch(config, process.env, {
    isFresh: false,
    report: (problem) => problems.push(problem),
  });
}, 60_000);

afterAll(async () => {
  await launched?.stop();
  await rm(dataFolder, { recursive: true, force: true });
}, 30_000);

test("two people approve by their links, the operation runs, and the table says what became of every token", async () => {
  const { submitRequest, requests, auditLog, tokens } = wireUseCases(readConfig(process.env));
  const { id } = accepted(await submitRequest(submissionOf()));
  const inbox = openInbox(launched.inboxUrl ?? "");
  await inbox.holds(4);
  const urls = [];
  for (const recipient of [priya, lena, tom]) {
    const { body } = await inbox.mailTo(recipient.id, "Approve? ");
    urls.push(/^Approve: +(\S+)$/m.exec(body.text)?.[1] ?? "");
  }

  const answers = [];
  for (const url of urls) {
    const page = await read(fetch(url));
    const body = new URLSearchParams({ ...hiddenFieldsOf(page.text), ending: "s-01" });
    answers.push((await read(fetch(`${launched.apiUrl}/approval`, { method: "POST", body }))).status);
  }

  expect(answers).toEqual([200, 200, 400]);
  const ends = await eventually("every token has its end", async () => {
    const listed = await tokens.list(id);
    return listed.every(({ end }) => end) && listed.map(({ recipient, end }) => [recipient, end?.kind]);
  });
  expect(new Map(ends as [string, string][])).toEqual(
    new Map([
      [priya.id, "used"],
      [lena.id, "used"],
      [tom.id, "revoked"],
      ["marco.silva@acme.example", "revoked"],
    ]),
  );
  await eventually("the snapshot is made", async () => (await requests.find(id))?.status === "executed");
  expect(findBrokenLink(await auditLog.list(id))).toBeUndefined();
  expect(problems).toEqual([]);
}, 60_000);
