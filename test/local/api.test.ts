import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acmeChannels } from "../../src/local/parts/workspace.ts";
import { eventually } from "../support/eventually.ts";
import { openChat } from "./chat.ts";
import { type Launcher, makeDataFolder, startLauncher } from "./launcher.ts";
import { signRequest } from "./sign-request.ts";

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let launcher: Launcher;

beforeAll(async () => {
  folder = await makeDataFolder();
  // Short enough that a snapshot, which takes the embedded RDS ten seconds, is answered 202.
  const environment = { COUNTERSIGN_DATA: folder.data, PORT: "0", API_WAIT_SECONDS: "2" };
  launcher = startLauncher({ environment });
  await launcher.says("Ctrl-C stops everything");
}, 60_000);

afterAll(async () => {
  launcher.signal("SIGTERM");
  await launcher.ended;
  await folder.remove();
});

async function danasKey() {
  const text = await readFile(join(folder.data, "api-keys", "dana.env"), "utf8");
  const [, accessKeyId = "", secretAccessKey = ""] = /^KEY=(.+)\nSECRET=(.+)\n$/.exec(text) ?? [];
  return { accessKeyId, secretAccessKey };
}

async function send(method: "GET" | "POST", url: string, content?: object) {
  const body = content && JSON.stringify(content);
  const headers = await signRequest({
    key: await danasKey(),
    method,
    url,
    ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
  });
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  return {
    status: answer.status,
    location: answer.headers.get("location"),
    body: (await answer.json()) as Readonly<Record<string, unknown>>,
  };
}

const order = { operation: "create_snapshot", instance_id: "dev-postgres-01" };

test("a signed order is filed, runs, and is told where it says, and in the channel", async () => {
  const operations = launcher.address("API");

  const posted = await send("POST", operations, order);
  const address = new URL(posted.location ?? "", operations).href;
  const ended = await eventually("the snapshot", async () => {
    const answer = await send("GET", address);
    if (answer.status === 200) return answer;
    // No faster than a caller's rate allows.
    await sleep(400);
    return undefined;
  });

  expect(posted).toMatchObject({ status: 202, body: { status: "running", success: null } });
  expect(ended.body).toMatchObject({
    request_id: posted.body.request_id,
    status: "available",
    success: true,
    snapshot_arn: expect.stringContaining(String(posted.body.request_id)),
  });
  const chat = openChat(launcher.address("Chat"));
  await chat.card(acmeChannels.approvals.id, String(posted.body.request_id));
});

test("production is refused with the way to ask", async () => {
  const { status, body } = await send("POST", launcher.address("API"), {
    ...order,
    instance_id: "prod-orders-01",
  });

  expect([status, body.command]).toEqual([403, "/rds-request snapshot prod-orders-01 because ..."]);
});

test("a sample key asks and decides without a signature, and the same is signed below /iam", async () => {
  const root = new URL(launcher.address("API")).origin;
  const requests = `${root}/api/v1/policy/requests`;
  const tokenOf = async (name: string) =>
    (await readFile(join(folder.data, "api-keys", `${name}.token`), "utf8")).trim();
  const asks = {
    operation_type: "reboot_instance",
    instance_id: "staging-orders-01",
    justification: "Leaks memory.",
  };
  const post = async (url: string, name: string, content: object) =>
    fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${await tokenOf(name)}`, "content-type": "application/json" },
      body: JSON.stringify(content),
    });

  const filed = await post(requests, "dana", asks);
  const { request_id } = (await filed.json()) as { request_id: string };
  const approved = await post(`${requests}/${request_id}/approve`, "priya", {});
  const signed = await send("GET", `${root}/iam/api/v1/policy/requests/${request_id}/events`);
  const unsigned = await fetch(`${root}/iam/api/v1/policy/requests/${request_id}`);

  expect([filed.status, approved.status, signed.status, unsigned.status]).toEqual([201, 200, 200, 403]);
  expect(signed.body).toMatchObject({ request_id, chain: { is_whole: true } });
});

test("its description and whether it runs are for everybody", async () => {
  const root = new URL(launcher.address("API")).origin;

  const answers = await Promise.all(
    ["/docs", "/openapi.json", "/health", "/ready", "/api/v1/policy/requests"].map((path) =>
      fetch(`${root}${path}`),
    ),
  );

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 401]);
});

test("what is not signed is turned away at the gate, and no secret is said", async () => {
  const { secretAccessKey } = await danasKey();

  const answer = await fetch(launcher.address("API"), { method: "POST", body: JSON.stringify(order) });

  expect(answer.status).toBe(403);
  expect(await answer.json()).toEqual({ message: "Forbidden" });
  expect(launcher.said()).toContain("api-keys");
  expect(launcher.said()).not.toContain(secretAccessKey);
});
