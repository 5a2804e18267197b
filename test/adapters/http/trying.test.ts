import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lena, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openProgramsDoor, order, type ProgramsDoor } from "./open-programs-door.ts";

let bench: Workbench;
let door: ProgramsDoor;
let asks: string;
let owns: string;
let policy: string;

beforeAll(async () => {
  bench = await startWorkbench();
  policy = await readFile("infra/policy.yaml", "utf8");
  door = openProgramsDoor(bench);
  asks = await door.keyFor();
  owns = await door.keyFor({ roles: ["owner", "requester", "approver"] });
}, 60_000);
afterAll(() => bench.stop());

const { justification: _, ...question } = order;
const evaluate = (body: object, token = asks) =>
  door.post("/api/v1/policy/eval", token, { ...question, ...body });
const withRule = (rule: string) => `${policy}\n${rule}`;

describe("the policy is asked, and nothing is filed", () => {
  test("who would have to agree, by which rules, and what it would cost", async () => {
    const { status, body } = await evaluate({
      operation_type: "modify_instance_class",
      parameters: { instance_class: "db.r6g.2xlarge" },
    });
    const listed = await bench.requests.search("acme", {}, { limit: 1 });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      decision: "needs-approval",
      risk_level: "high",
      approvals_required: 2,
      approvers: expect.arrayContaining([priya.id, lena.id]),
      groups: ["dba-leads", "sre-oncall"],
      policy_rules: ["production"],
      rules: expect.arrayContaining([{ rule: "production", verdict: "matches", why: "" }]),
      estimated_cost: { kind: "change", currency: "USD" },
      policy_version: bench.policy.hash,
    });
    expect(listed.items).toEqual([]);
  });

  test("what passes by itself, and which rules do not match", async () => {
    const { body } = await evaluate({ instance_id: "dev-postgres-01" });

    expect(body).toMatchObject({
      decision: "approved",
      approvals_required: 0,
      rules: expect.arrayContaining([
        { rule: "production", verdict: "does-not-match", why: "it is for other environments" },
      ]),
    });
  });

  test("a wrong parameter is a problem", async () => {
    const { status, body } = await evaluate({ parameters: { snapshot_id: "1st" } });

    expect([status, body.code]).toEqual([400, "invalid-parameters"]);
  });
});

describe("a draft of a policy is asked instead", () => {
  test("by its own rules and hash, and only by who may try policies", async () => {
    const draft = withRule(
      "  - name: no-snapshots\n    when: { operations: [create_snapshot] }\n    deny: not this week",
    );

    const { body } = await evaluate({ policy: draft }, owns);
    const refused = await evaluate({ policy: draft }, asks);

    expect(body).toMatchObject({
      decision: "denied",
      why: expect.stringContaining("not this week"),
      policy_version: expect.not.stringMatching(bench.policy.hash),
      rules: expect.arrayContaining([{ rule: "no-snapshots", verdict: "matches", why: "" }]),
    });
    expect(refused.status).toBe(403);
  });

  test("a text that is no policy is told line by line", async () => {
    const { status, body } = await evaluate({ policy: `${policy}\nrulez: []` }, owns);

    expect([status, body.code]).toEqual([400, "invalid-policy"]);
    expect(body.errors[0].message).toMatch(/^line \d+, rulez: this key is not known/);
  });

  test("about what was asked for: what would have been different", async () => {
    const requests = "/api/v1/policy/requests";
    const filed = await door.post(requests, asks, order);
    const address = filed.headers.location ?? "";
    for (const person of [priya, lena]) {
      await door.post(
        `${address}/approve`,
        await door.keyFor({ person: person.id, roles: ["approver"] }),
        {},
      );
    }
    await door.post(requests, asks, { ...order, instance_id: "staging-orders-01" });
    const draft = withRule("  - name: three\n    when: { environments: [production] }\n    approvals: 3");

    const same = await door.post("/api/v1/policy/eval/replay", owns, { policy });
    const { body } = await door.post("/api/v1/policy/eval/replay", owns, { policy: draft });

    expect(same.body).toMatchObject({ compared: 2, not_compared: 0, different: [], next_cursor: null });
    expect(body.different).toEqual([
      {
        request_id: filed.body.request_id,
        title: filed.body.title,
        was: expect.objectContaining({ approvals_required: 2, policy_rules: ["production"], enough: true }),
        would_be: expect.objectContaining({
          approvals_required: 3,
          policy_rules: ["production", "three"],
          enough: false,
        }),
      },
    ]);
  });
});
