import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk } from "../../support/desk.ts";
import { lena, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";
import { openProgramsDoor, type ProgramsDoor } from "./open-programs-door.ts";

let bench: Workbench;
let door: ProgramsDoor;
let lenas: string;
let asks: string;

beforeAll(async () => {
  bench = await startWorkbench();
  door = openProgramsDoor(bench);
  asks = await door.keyFor();
  lenas = await door.keyFor({ person: lena.id, roles: ["requester", "approver"] });
}, 60_000);
afterAll(() => bench.stop());

const requests = "/api/v1/policy/requests";
const reboot = {
  operation_type: "reboot_instance",
  instance_id: "prod-orders-01",
  justification: "It hangs, and orders fail.",
  break_glass: { incident: "INC-4711" },
};

describe("an emergency", () => {
  test("runs at once, and is reviewed by two others, who are named with their keys", async () => {
    const desk = await openDesk(bench);
    const filed = await door.post(requests, lenas, reboot);
    const address = `${requests}/${filed.body.request_id}`;
    const review = async (by: typeof priya, body: object) =>
      door.post(`${address}/review`, await door.keyFor({ person: by.id, roles: ["approver"] }), body);

    const early = await review(priya, { verdict: "confirm" });
    await desk.dispatch(filed.body.request_id);
    await desk.drainRuns();
    const own = await door.post(`${address}/review`, lenas, { verdict: "confirm" });
    const unsaid = await review(priya, { verdict: "object" });
    const first = await review(priya, { verdict: "confirm", comment: "It was the only way." });
    const again = await review(priya, { verdict: "confirm" });
    const second = await review(tom, { verdict: "object", comment: "A failover was enough." });

    expect(filed).toMatchObject({
      status: 201,
      body: { status: "approved", approvals_required: 0, break_glass: { incident: "INC-4711", reviews: [] } },
    });
    expect(filed.body.break_glass.reviewers).not.toContain(lena.id);
    expect([early, own, unsaid, again].map(({ status, body }) => [status, body.code])).toEqual([
      [409, "wrong-status"],
      [403, "self-review"],
      [400, "objection-reason-required"],
      [409, "already-reviewed"],
    ]);
    expect(first.body).toMatchObject({
      status: "executed",
      break_glass: { review_due_at: expect.any(String) },
    });
    expect(second.body.break_glass.reviews).toMatchObject([
      { verdict: "confirm", by: priya.id, through: expect.stringMatching(/^key:/), surface: "api" },
      { verdict: "object", by: tom.id, comment: "A failover was enough." },
    ]);
  });

  test.each([
    ["by somebody whom the policy does not let", () => asks, {}, [403, "no-break-glass"]],
    ["later", () => lenas, { when: "night" }, [400, "invalid-parameters"]],
    ["without an incident", () => lenas, { break_glass: {} }, [400, "invalid-request"]],
  ])("is refused %s", async (_what, key, changes, answer) => {
    const { status, body } = await door.post(requests, key(), { ...reboot, ...changes });

    expect([status, body.code]).toEqual(answer);
  });

  test("can be tried out", async () => {
    const { justification: _, ...question } = reboot;

    const { body } = await door.post("/api/v1/policy/eval", lenas, question);

    expect(body).toMatchObject({ decision: "approved", approvals_required: 0 });
  });

  test("is the only thing that is reviewed", async () => {
    const { break_glass: _, ...plain } = reboot;
    const filed = await door.post(requests, asks, plain);

    const review = await door.post(`${requests}/${filed.body.request_id}/review`, lenas, {
      verdict: "confirm",
    });

    expect(filed.body).not.toHaveProperty("break_glass");
    expect([review.status, review.body.code]).toEqual([409, "nothing-to-review"]);
  });
});

describe("a template", () => {
  const byTemplate = { template: "nightly-snapshot", instance_id: "prod-orders-01" };

  test.each([
    [requests, {}],
    ["/approvals", { operation: "create_request" }],
  ])("says the operation and the reason at %s, and the answer names it", async (path, more) => {
    const { status, body } = await door.post(path, lenas, { ...more, ...byTemplate });

    expect([status, body]).toMatchObject([
      201,
      {
        status: "approved",
        template: "nightly-snapshot",
        operation_type: "create_snapshot",
        justification: "The snapshot before the nightly batch.",
      },
    ]);
  });

  test("is explained by the rules that its operation meets", async () => {
    const { body } = await door.post("/api/v1/policy/eval", lenas, byTemplate);

    expect(body.decision).toBe("approved");
    expect(body.rules).toContainEqual(expect.objectContaining({ rule: "production", verdict: "matches" }));
  });

  test.each([
    ["that is not there", { template: "weekly" }, [400, "unknown-template"]],
    ["of others", {}, [403, "not-your-template"]],
    ["beside an operation", { operation_type: "stop_instance" }, [400, "invalid-request"]],
  ])("%s is refused", async (_what, changes, answer) => {
    const { status, body } = await door.post(requests, asks, { ...byTemplate, ...changes });

    expect([status, body.code]).toEqual(answer);
  });

  test("is what an order without an operation and a reason lacks", async () => {
    const { body } = await door.post(requests, asks, { instance_id: "prod-orders-01" });

    expect(body.errors).toEqual([
      { parameter: "operation_type", message: "missing" },
      { parameter: "justification", message: "missing" },
    ]);
  });
});
