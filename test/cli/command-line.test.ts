import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readCommandLine } from "../../src/cli/commands.ts";
import { openTrigger } from "../../src/onprem/trigger/open-trigger.ts";
import { serveTrigger } from "../../src/onprem/trigger/serve-trigger.ts";
import { startCommandLine } from "../support/command-line.ts";
import { startWorkbench, tenant, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
let folder: string;

beforeAll(async () => {
  bench = await startWorkbench();
  folder = await mkdtemp(join(tmpdir(), "countersign-trigger-"));
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await bench.stop();
});

async function write(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

const triggerYaml = () => `
region: eu-central-1
stage: test
tenant: ${tenant}
requester: monitoring@acme.example
policy: ${process.cwd()}/infra/policy.yaml
serve: { port: 0, token_file: token }
`;

const aws = () => ({
  AWS_ENDPOINT_URL_DYNAMODB: bench.endpoint,
  AWS_ACCESS_KEY_ID: "embedded",
  AWS_SECRET_ACCESS_KEY: "embedded",
});

describe("arguments", () => {
  test.each([
    ["start", 'There is no command "start".'],
    ["poller now", '"now" stands alone: quote what has spaces.'],
    ["poller --subject db-7", '"poller" has no --subject.'],
    ["trigger --subject db-7", "--issue, --action: missing."],
    ["trigger --serve --status req-1", "Ask for an action, or for a --status, or --serve: one at a time."],
    [
      "trigger --subject a --issue b --action c --parameters [1]",
      '--parameters is no JSON object, such as \'{"unit":"nginx"}\'.',
    ],
    [
      "trigger --subject a --issue b --action c --parameters {",
      '--parameters is no JSON object, such as \'{"unit":"nginx"}\'.',
    ],
    ["public-key", "--key is missing: the KMS key's id, ARN or alias."],
  ])("%s is answered with what is wrong", (line, answer) => {
    expect(readCommandLine(line.split(" "))).toEqual({ ok: false, error: answer });
  });

  test("a mistake ends with code 2, the command's usage and a sentence, and no stack", async () => {
    const { code, said } = await startCommandLine(["trigger", "--subjekt", "db-7"]).ended;

    expect(code).toBe(2);
    expect(said).toMatch(/^countersign trigger --subject SUBJECT/);
    expect(said.trimEnd()).toMatch(/\n"trigger" has no --subjekt\.$/);
    expect(said).not.toContain("countersign doctor");
    expect(said).not.toContain("    at ");
  });
});

describe("an AWS that does not answer", () => {
  const ask = ["trigger", "--subject", "db-7", "--issue", "It lags.", "--action", "restart_service"];

  test.each([
    ["that cannot be reached", { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" }, /AWS cannot be reached/],
    [
      "without credentials",
      {
        AWS_ACCESS_KEY_ID: "",
        AWS_SECRET_ACCESS_KEY: "",
        AWS_EC2_METADATA_DISABLED: "true",
        HOME: "/nonexistent",
      },
      /Give the AWS SDK credentials: AWS_ACCESS_KEY_ID/,
    ],
  ])(
    "%s is told with what to do, and how to ask again without asking twice",
    async (_what, changes, hint) => {
      const file = await write("trigger.yaml", triggerYaml());

      const line = [...ask, "--config", file];
      const { code, said } = await startCommandLine(line, { environment: { ...aws(), ...changes } }).ended;

      expect(code).toBe(1);
      expect(said).toMatch(hint);
      expect(said).toMatch(/--correlation-id trigger-[0-9a-f-]{36}/);
      expect(said).not.toContain("    at ");
    },
  );
});

describe("configuration files", () => {
  test.each([
    [
      "a file that is not there",
      undefined,
      /nowhere\.yaml cannot be used:\n {2}it is not there: name it by --config/,
    ],
    ["a misspelt key", "pollr: a", /line 1, pollr: this key is not known/],
    [
      "a parameter without a pattern",
      pollerYaml("{parameters.unit}", ""),
      /line 9, actions\.restart\.command\.1: .*needs a pattern under "allow"/,
    ],
    [
      "a broken pattern",
      pollerYaml("{parameters.unit}", "unit: '('"),
      /line \d+, .*allow\.unit: this is not a regular expression/,
    ],
    [
      "a program without its path",
      pollerYaml("x", "").replace("/bin/true", "systemctl"),
      /the program by its absolute path, please/,
    ],
    ["a key that is none", pollerYaml("x", ""), /public_key, .*key\.pem: /],
  ])("%s is told in a sentence that names the place", async (_what, content, complaint) => {
    await write("key.pem", "no key");
    const file = content === undefined ? join(folder, "nowhere.yaml") : await write("poller.yaml", content);

    const { code, said } = await startCommandLine(["poller", "--config", file]).ended;

    expect(code).toBe(1);
    expect(said).toMatch(complaint);
    expect(said).not.toContain("    at ");
  });

  function pollerYaml(argument: string, allow: string): string {
    return `poller: machine-1
region: eu-central-1
decisions: http://127.0.0.1:9/d.fifo
reports: http://127.0.0.1:9/r
claims: table
public_key: key.pem
state: state
actions:
  restart: { command: [/bin/true, "${argument}"], allow: { ${allow} }, timeout: 5s }
`;
  }
});

describe("the trigger's command line", () => {
  test("prints the request as JSON; a copy prints the same, and the status is found again", async () => {
    const file = await write("trigger.yaml", triggerYaml());
    const config = ["--config", file];
    const ask = ["trigger", ...config, "--subject", "db-7", "--issue", "slow", "--action", "restart_service"];

    const run = (...args: readonly string[]) => startCommandLine(args, { environment: aws() }).ended;
    const first = await run(...ask, "--correlation-id", "alert-1");
    const copy = await run(...ask, "--correlation-id", "alert-1");
    const { request_id } = JSON.parse(first.said);
    const status = await run("trigger", ...config, "--status", request_id);

    expect(first.code).toBe(0);
    expect(JSON.parse(copy.said).request_id).toBe(request_id);
    expect(JSON.parse(status.said)).toMatchObject({ request_id, status: "pending", approvals_required: 1 });
    expect(await bench.requests.find(request_id)).toMatchObject({
      requestedBy: { id: "monitoring@acme.example" },
    });
  }, 30_000);

  test("a refusal ends with code 3 and says why", async () => {
    const file = await write("trigger.yaml", triggerYaml());

    const { code, said } = await startCommandLine(
      ["trigger", "--config", file, "--subject", "db 7", "--issue", "slow", "--action", "restart_service"],
      { environment: aws() },
    ).ended;

    expect(code).toBe(3);
    expect(said).toContain("subject: 1 to 128 letters");
  }, 30_000);
});

describe("the trigger over HTTP", () => {
  const token = "t".repeat(40);
  const body = { subject: "db-7", issue: "slow", action: "restart_service", parameters: { unit: "nginx" } };

  async function open() {
    Object.assign(process.env, aws());
    await write("token", `${token}\n`);
    const file = await write("trigger.yaml", triggerYaml());
    const trigger = openTrigger(file);
    const served = await serveTrigger(trigger, file, () => {});
    onTestFinished(async () => {
      await served.stop();
      trigger.close();
    });
    return (path: string, init: RequestInit = {}) =>
      fetch(`${served.url}${path}`, { headers: { authorization: `Bearer ${token}` }, ...init });
  }

  test("takes a request once, however often it is sent, and tells how it stands", async () => {
    const call = await open();
    const asked = JSON.stringify({ ...body, correlation_id: randomUUID() });

    const [one, other] = await Promise.all(
      [1, 2].map(() => call("/requests", { method: "POST", body: asked })),
    );
    const answer = (await one?.json()) as { request_id: string };
    const stands = await call(one?.headers.get("location") ?? "");

    expect(one?.status).toBe(202);
    expect(await other?.json()).toMatchObject({ request_id: answer.request_id });
    expect(await stands.json()).toMatchObject({ request_id: answer.request_id, status: "pending" });
  });

  test.each([
    ["no token", 401, "/requests", { method: "POST", body: JSON.stringify(body), headers: {} }],
    ["a wrong token", 401, "/requests", { method: "POST", headers: { authorization: "Bearer x" } }],
    ["another path", 404, "/admin", {}],
    ["another method", 405, "/requests", { method: "DELETE" }],
    ["no JSON", 400, "/requests", { method: "POST", body: "{" }],
    [
      "a foreign key",
      400,
      "/requests",
      { method: "POST", body: JSON.stringify({ ...body, requester: "me" }) },
    ],
    ["a wrong subject", 422, "/requests", { method: "POST", body: JSON.stringify({ ...body, subject: "" }) }],
    [
      "too much",
      413,
      "/requests",
      { method: "POST", body: JSON.stringify({ ...body, issue: "x".repeat(70_000) }) },
    ],
    ["an unknown request", 404, "/requests/req-0000000000", {}],
  ])("%s is answered with %i", async (_what, status, path, init) => {
    const call = await open();

    const answer = await call(path, init);

    expect(answer.status).toBe(status);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("a short token is refused at the start", async () => {
    await write("token", "short");
    const file = await write("trigger.yaml", triggerYaml());
    const trigger = openTrigger(file);
    onTestFinished(() => trigger.close());

    await expect(serveTrigger(trigger, file, () => {})).rejects.toThrow("32 characters or more");
  });
});
