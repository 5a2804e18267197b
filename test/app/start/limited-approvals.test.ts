import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accepted, decisionOf, openDesk } from "../../support/desk.ts";
import { freezeInMinutes, inMinutes, timed, windowInMinutes } from "../../support/timed-policy.ts";
import { lena, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

describe("an approval that is limited in time", () => {
  test("binds the run: it waits for the time, and runs in it", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    const limits = { notBefore: inMinutes(30) };
    accepted(await desk.decide(request.id, decisionOf(request, { limits })));
    accepted(await desk.decide(request.id, decisionOf(request, { by: lena })));

    await desk.dispatch(request.id);
    const scheduled = await desk.find(request.id);
    desk.pass(31 * 60);
    await desk.workOffDue(100);
    await desk.drainRuns();

    expect(scheduled).toMatchObject({ status: "scheduled", startAt: inMinutes(30) });
    expect((await desk.find(request.id)).status).toBe("executed");
  });

  test("to a window starts in that, whatever the request says", async () => {
    const policy = timed(bench.policy, { windows: { late: windowInMinutes(60, 180) } });
    const desk = await openDesk(bench, { policy });
    const request = await desk.ask();
    accepted(await desk.decide(request.id, decisionOf(request, { limits: { window: "late" } })));
    accepted(await desk.decide(request.id, decisionOf(request, { by: lena })));

    await desk.dispatch(request.id);

    expect(await desk.find(request.id)).toMatchObject({ status: "scheduled", startAt: inMinutes(60) });
  });

  test("ends the request when its time passes before the run, and nothing is run", async () => {
    const policy = timed(bench.policy, { freezes: [freezeInMinutes(20, 300)] });
    const desk = await openDesk(bench, { policy });
    const request = await desk.ask();
    accepted(await desk.decide(request.id, decisionOf(request, { limits: { notAfter: inMinutes(60) } })));
    accepted(await desk.decide(request.id, decisionOf(request, { by: lena })));
    desk.pass(21 * 60);

    await desk.dispatch(request.id);
    const held = await desk.find(request.id);
    desk.pass(45 * 60);
    await desk.workOffDue(100);
    await desk.drainRuns();

    expect(held).toMatchObject({ status: "scheduled", startAt: inMinutes(60) });
    expect((await desk.find(request.id)).status).toBe("expired");
    expect((await desk.events(request.id)).at(-1)).toMatchObject({
      kind: "expired",
      details: { why: "not-after" },
    });
    expect(await desk.eventKinds(request.id)).not.toContain("claimed");
  });

  test.each([
    [
      "in a freeze alone",
      { notAfter: inMinutes(60) },
      { freezes: [freezeInMinutes(-10, 300)] },
      "after the freeze sales",
    ],
    [
      "in no window",
      { window: "late", notAfter: inMinutes(30) },
      { windows: { late: windowInMinutes(60, 180) } },
      "in the window late",
    ],
  ])("is refused where it leaves a start %s", async (_what, limits, times, why) => {
    const desk = await openDesk(bench, { policy: timed(bench.policy, times) });
    const request = await openRequest(desk);

    const refused = await desk.decide(request.id, decisionOf(request, { by: priya, limits }));

    expect(refused).toMatchObject({
      ok: false,
      error: { kind: "no-start-left", why: expect.stringContaining(why) },
    });
    expect((await desk.find(request.id)).decisions).toEqual([]);
  });

  test("to the maintenance window goes by the instance's own", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    accepted(await desk.decide(request.id, decisionOf(request, { limits: { window: "maintenance" } })));
    accepted(await desk.decide(request.id, decisionOf(request, { by: lena })));

    await desk.dispatch(request.id);

    expect(await desk.find(request.id)).toMatchObject({ status: "scheduled" });
    expect((await desk.events(request.id)).at(-1)?.details.why).toContain("in the maintenance window");
  });
});

/** Filed before the freeze that its approval meets. */
async function openRequest(desk: Awaited<ReturnType<typeof openDesk>>) {
  const plain = await openDesk(bench);
  const request = await plain.ask();
  expect(desk.policy).toBeDefined();
  return request;
}
