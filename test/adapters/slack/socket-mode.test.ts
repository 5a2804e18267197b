import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { stringify } from "yaml";
import { startSlackSocketMode } from "../../../src/adapters/slack/socket-mode.ts";
import { makeCancelRequest } from "../../../src/app/cancel-request.ts";
import { makeDecideRequest, makeReviewRequest } from "../../../src/app/decide-request.ts";
import { makeRevertRequest } from "../../../src/app/revert-request.ts";
import { makeSubmitRequest } from "../../../src/app/submit-request.ts";
import { answersWith } from "../../../src/local/parts/answers-with.ts";
import { findFreePort } from "../../../src/local/parts/free-port.ts";
import { findPlatformBinary } from "../../../src/local/parts/platform-binary.ts";
import { startChild } from "../../../src/local/parts/start-child.ts";
import { acmeChannels, acmePeople } from "../../../src/local/parts/workspace.ts";
import { newRequestId } from "../../../src/new-request-id.ts";
import { makeTempFolder } from "../../local/parts/temp-folder.ts";
import { startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";
import { channel, dana, recordLog } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

const tokens = { botToken: "xoxb-socket", appToken: "xapp-socket" };

/** local-slack with an app that listens over Socket Mode. */
async function startSocketSlack() {
  const folder = await makeTempFolder();
  const configFile = join(folder, "slack.yaml");
  const members = ["U0BOT", ...Object.values(acmePeople).map(({ id }) => id)];
  const config = {
    workspace: { name: "Acme", domain: "acme", teamId: "T0ACME" },
    apps: [
      { appId: "A0BOT", botUserId: "U0BOT", botName: "bot", ...tokens, signingSecret: "s", mode: "socket" },
    ],
    users: Object.values(acmePeople).map(({ id, name, realName, email }) => ({
      ...{ id, name, email },
      real_name: realName,
    })),
    channels: Object.values(acmeChannels).map(({ id, name }) => ({ id, name, members })),
  };
  await writeFile(configFile, stringify(config));
  const port = await findFreePort(0);
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: "local-slack over Socket Mode",
    command: findPlatformBinary({
      packageName: `local-slack-${process.platform}-${process.arch}`,
      program: "bin/local-slack",
      otherwise: "",
    }),
    args: ["--config", configFile, "--port", String(port), "--base-host", "127.0.0.1", "--files-dir", folder],
    pidFile: `${configFile}.pid`,
    isReady: () => answersWith(`${url}/_control/state`, "T0ACME"),
  });
  onTestFinished(() => child.stop());
  return url;
}

test("over Socket Mode the same commands are answered", async () => {
  const url = await startSocketSlack();
  const log = recordLog();
  const { requests, inventory, policy } = bench;
  const ports = { requests, inventory, policy, tenant, now: () => new Date() };
  const submitRequest = makeSubmitRequest({ ...ports, newRequestId });
  const socket = await startSlackSocketMode({
    ...ports,
    ...tokens,
    log,
    apiUrl: `${url}/api/`,
    submitRequest,
    reviewRequest: makeReviewRequest(ports),
    decideRequest: makeDecideRequest(ports),
    cancelRequest: makeCancelRequest(ports),
    revertRequest: makeRevertRequest({ ...ports, submitRequest }),
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
