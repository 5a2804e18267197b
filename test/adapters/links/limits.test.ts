import { afterAll, beforeAll, expect, test } from "vitest";
import { submissionOf } from "../../support/desk.ts";
import { priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { endingOf, openLinksDoor } from "./open-links-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);

test("the page of an approval asks for limits, keeps what was written, and decides with them", async () => {
  const door = await openLinksDoor(bench);
  const request = await door.ask();
  const link = await door.linkTo(request, priya);
  const ending = endingOf(request);

  const wrong = await door.send(link, { ending, not_before: "soon <b>", window: "night" });
  const decided = await door.send(link, { ending, not_before: inHours(2), not_after: inHours(5) });

  expect(wrong.status).toBe(400);
  expect(wrong.text).toContain("not_before: &quot;soon &lt;b&gt;&quot; is not a moment");
  expect(wrong.text).toContain('value="soon &lt;b&gt;"');
  expect(wrong.text).toContain('<option value="night" selected>');
  expect(wrong.text).toContain("<details open>");
  expect(decided.status).toBe(200);
  const [decision] = (await door.find(request.id)).decisions;
  expect(decision?.limits).toMatchObject({ notBefore: expect.any(Date), notAfter: expect.any(Date) });
  expect(decided.text).toContain("not before ");
});

test("limits that leave no start are said on the form, and nothing is decided", async () => {
  const freeze = {
    name: "sales",
    from: new Date(0),
    to: new Date("2126-01-01"),
    action: "hold",
    reason: "",
  } as const;
  const frozen = { ...bench, policy: { ...bench.policy, freezes: [freeze] } };
  const door = await openLinksDoor(frozen);
  const request = await door.ask();
  const link = await door.linkTo(request, priya);

  const refused = await door.send(link, { ending: endingOf(request), not_after: inHours(5) });

  expect(refused.status).toBe(400);
  expect(refused.text).toContain("Approved so, it could never start");
  expect((await door.find(request.id)).decisions).toEqual([]);
});

test("the page of a rejection asks for none", async () => {
  const door = await openLinksDoor(bench);
  const request = await door.ask(submissionOf());

  const page = await door.open(await door.linkTo(request, priya, "reject"));

  expect(page.text).not.toContain("Limit when it may start");
});
