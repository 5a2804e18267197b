import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mailViewOf } from "../../../src/adapters/email/mail-view.ts";
import { renderText } from "../../../src/adapters/email/render-text.ts";
import { makeSubmitAction } from "../../../src/app/action/submit-action.ts";
import { changeRequest } from "../../../src/app/change-request.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { askAgain } from "../../../src/core/transitions/ask-again.ts";
import { openBulkDesk } from "../../support/bulk-desk.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { dana, lena, priya, startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";
import { openMailDesk } from "./mail-desk.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** Another digest of the same wish. */
function driftOf({ intent, description, inverse }: ApprovalRequest) {
  if (intent.kind !== "rds") throw new Error("no database");
  const differences = [{ label: "Class", value: "db.r6g.large → db.r6g.xlarge" }];
  return {
    intent: { ...intent, state: { class: "larger" } },
    description,
    inverse,
    raisedBy: [],
    differences,
  };
}

describe("a request that drifted", () => {
  async function drifted(isToldBefore: boolean) {
    const opened = await openMailDesk(bench);
    const { desk, mailer, announce } = opened;
    const request = await desk.ask();
    await announce(request.id);
    for (const by of [priya, lena]) accepted(await desk.decide(request.id, decisionOf(request, { by })));
    if (isToldBefore) await announce(request.id);
    const before = mailer.mails.length;
    accepted(
      await changeRequest(desk.ports, request.id, (approved, now) =>
        askAgain(approved, driftOf(approved), now),
      ),
    );
    await announce(request.id);
    return { ...opened, earlier: mailer.mails.slice(0, before), later: mailer.mails.slice(before) };
  }

  test.each([true, false])(
    "asks everybody once more, with other links and the difference, and tells nobody late that there is nothing to do: %s",
    async (isToldBefore) => {
      const { earlier, later } = await drifted(isToldBefore);

      expect(later.map(({ to, content }) => `${to.split("@")[0]} ${content.kind}`).toSorted()).toEqual([
        "lena.fischer ask",
        "marco.silva ask",
        "priya.nair ask",
        "tom.okafor ask",
      ]);
      const tokens = [...earlier, ...later].flatMap(({ token }) => token ?? []);
      expect(new Set(tokens).size).toBe(8);
      expect(later[0]?.content.subject).toMatch(/^Approve again\? /);
      expect(later[0]?.content.card.changes).toEqual([
        { label: "Class", value: "db.r6g.large → db.r6g.xlarge" },
      ]);
    },
  );
});

describe("several databases at once", () => {
  test("the requester is told of the whole, and of none of its parts", async () => {
    const desk = await openBulkDesk(bench);
    const { mailer, announce } = await openMailDesk(bench);
    const instanceId = "dev-orders-1,dev-orders-2";
    const bulk = await desk.askApproved({ operation: "reboot", instanceId, parameters: {}, surface: "api" });
    await desk.dispatch(bulk.id);
    await desk.drainBulk();
    const parts = await desk.partsOf(bulk);

    for (const { id } of [bulk, ...parts]) await announce(id);

    expect(parts.map(({ status }) => status)).toEqual(["executed", "executed"]);
    expect(mailer.mails.map(({ to, requestId, content }) => [to, requestId, content.kind])).toEqual([
      [dana.id, bulk.id, "notice"],
      [dana.id, bulk.id, "end"],
    ]);
  });
});

describe("an action on the premises", () => {
  test("is asked for with its subject, action and parameters, and links", async () => {
    const { desk, mailer, announce } = await openMailDesk(bench);
    const submit = makeSubmitAction({ ...desk.ports, tenant, newRequestId, newNonce: () => "0".repeat(32) });
    const { id } = accepted(
      await submit({
        ...{
          subject: "db-7",
          issue: "It lags.",
          action: "restart_service",
          parameters: { unit: "replicator" },
        },
        ...{ by: dana, surface: "api", correlationId: "alarm-1" },
      }),
    );

    await announce(id);

    expect(mailer.mails).toHaveLength(4);
    const [mail] = mailer.mails;
    if (!mail) throw new Error("no mail");
    const text = renderText(
      mailViewOf(mail.content, { approve: "https://a", reject: "https://r" }),
      "https://a",
    );
    expect(mail.token).toHaveLength(43);
    for (const words of ["db-7", "It lags.", "restart_service", "replicator"]) expect(text).toContain(words);
  });
});
