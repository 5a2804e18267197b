import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { startSlackSocketMode } from "../../../src/adapters/slack/socket-mode.ts";
import { makeBeginDecision } from "../../../src/app/begin-decision.ts";
import { makeCancelRequest } from "../../../src/app/cancel-request.ts";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { makeOpenHome } from "../../../src/app/home/open-home.ts";
import { makeAskPreflight } from "../../../src/app/preflight/ask-preflight.ts";
import { makeReviewEmergency } from "../../../src/app/review-emergency.ts";
import { givenSecret } from "../../../src/app/secrets/given-secret.ts";
import { makeRevertRequest } from "../../../src/app/submit/revert-request.ts";
import { makeSubmitRequest } from "../../../src/app/submit/submit-request.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { analyticsLinks } from "../../support/analytics-links.ts";
import { startSocketSlack } from "../../support/socket-slack.ts";
import { startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";
import { channel, dana, recordLog } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

const tokens = { botToken: "xoxb-socket", appToken: "xapp-socket" };

test("over Socket Mode the same commands are answered", async () => {
  const url = await startSocketSlack(tokens);
  const log = recordLog();
  const { requests, inventory, policy, prices } = bench;
  const ports = { requests, inventory, policy, prices, tenant, now: () => new Date() };
  const submitRequest = makeSubmitRequest({ ...ports, newRequestId });
  const delegations = makeDelegations({ ...ports, delegations: bench.delegations });
  const socket = await startSlackSocketMode({
    ...ports,
    secret: givenSecret({ botToken: tokens.botToken, signingSecret: "unused" }),
    appToken: tokens.appToken,
    log,
    apiUrl: `${url}/api/`,
    submitRequest,
    ...analyticsLinks(bench, ports),
    beginDecision: makeBeginDecision(ports),
    decideRequest: makeDecideRequest(ports),
    cancelRequest: makeCancelRequest(ports),
    revertRequest: makeRevertRequest({ ...ports, submitRequest }),
    askPreflight: makeAskPreflight(ports),
    delegations,
    openHome: makeOpenHome({ ...ports, delegations }),
    reviewEmergency: makeReviewEmergency(ports),
  });
  onTestFinished(() => socket.stop());

  await fetch(`${url}/_control/command`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      user: dana,
      channel,
      command: "/rds-request",
      text: "snapshot staging-orders-01 because we listen",
    }),
  });

  await vi.waitFor(async () => {
    const shown = await fetch(`${url}/_control/messages/${channel}`).then((answer) => answer.text());
    expect(shown).toContain("Create a snapshot of staging-orders-01");
  });
  expect(log.entries).toEqual([]);
});
