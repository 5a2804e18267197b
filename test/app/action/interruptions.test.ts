import { afterAll, beforeAll, expect, test } from "vitest";
import { everyLife } from "../../support/mortal.ts";
import { priya } from "../../support/workbench.ts";
import { type ActionBench, ended, openActionDesk, startActionBench } from "./action-desk.ts";

let bench: ActionBench;
beforeAll(async () => {
  bench = await startActionBench();
}, 60_000);
afterAll(() => bench.stop());

test("wherever a process dies over the sending of a decision, it is sent, the same each time, and noted once", async () => {
  const sent: number[] = [];
  for (const life of everyLife(6)) {
    const desk = openActionDesk(bench);
    const request = await desk.ask();
    await desk.decideAs(request, priya);

    await desk
      .processIn(life)
      .dispatch(request.id)
      .catch(() => desk.dispatch(request.id));

    const what = `${life.end} call ${life.calls}`;
    expect(new Set(desk.sent.map(({ decision }) => decision)).size, what).toBe(1);
    expect(
      (await desk.kinds(request)).filter((kind) => kind === "sent"),
      what,
    ).toHaveLength(1);
    sent.push(desk.sent.length);
  }

  // Only where it died between the sending and the note.
  expect(new Set(sent)).toEqual(new Set([1, 2]));
});

test.each([
  ["the start", { kind: "started", timeout_seconds: 60 }, "executing", ["claimed"]],
  ["the end alone", ended, "executed", ["claimed", "completed"]],
] as const)(
  "wherever a process dies over the report of %s, it counts once",
  async (_what, report, status, told) => {
    let deaths = 0;
    for (const life of everyLife(9)) {
      const desk = openActionDesk(bench);
      const request = await desk.askSent();
      await desk.claimAs(request);

      await desk.report(request, report, { process: desk.processIn(life) }).catch(() => {
        deaths += 1;
        return desk.report(request, report);
      });

      const what = `${life.end} call ${life.calls}`;
      const kinds = (await desk.kinds(request)).filter(
        (kind) => !["created", "approved", "sent"].includes(kind),
      );
      expect((await desk.find(request)).status, what).toBe(status);
      expect(kinds, what).toEqual(told);
    }
    expect(deaths).toBeGreaterThan(6);
  },
);

test("a process that dies over a look for the poller leaves one look, and nothing that was taken", async () => {
  for (const life of everyLife(5)) {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();
    desk.pass(120);

    await desk
      .processIn(life)
      .dispatch(request.id)
      .catch(() => desk.dispatch(request.id));

    const what = `${life.end} call ${life.calls}`;
    expect(
      (await desk.kinds(request)).filter((kind) => kind === "poller-looked"),
      what,
    ).toHaveLength(1);
    expect((await desk.claimAs(request)).holder, what).toBe("machine-1");
  }
});

test("wherever a process dies over an action whose time is over, it ends once, and nobody can run it", async () => {
  for (const life of everyLife(6)) {
    const desk = openActionDesk(bench);
    const request = await desk.askSent();
    desk.pass(24 * 3600 + 60);

    await desk
      .processIn(life)
      .dispatch(request.id)
      .catch(() => desk.dispatch(request.id));

    const what = `${life.end} call ${life.calls}`;
    expect((await desk.kinds(request)).at(-1), what).toBe("expired");
    expect((await desk.claimAs(request)).holder, what).toBe("countersign");
  }
});
