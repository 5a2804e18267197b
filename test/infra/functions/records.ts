import { expect } from "vitest";
import { makeIssueToken } from "../../../src/app/links/issue-token.ts";
import { makeSubmitRequest } from "../../../src/app/submit/submit-request.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { newToken } from "../../../src/chance/new-token.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { scheduledEvent } from "../../../src/local/host/schedule-pump.ts";
import { makeStreamReader } from "../../../src/local/host/stream-reader.ts";
import { toLambdaRecord } from "../../../src/local/host/stream-record.ts";
import { wireSealArchive } from "../../../src/wiring/wire-archives.ts";
import { accepted } from "../../support/desk.ts";
import { eventually } from "../../support/eventually.ts";
import { at } from "../../support/sample-instance.ts";
import { dana, priya } from "../../support/workbench.ts";
import { nothingFailed, type Story } from "./story.ts";
import type { World } from "./world.ts";

/** Longer ago than a request waits for its approvers. */
const longAgoHours = 80;

/** A request as it was made days ago, which has waited in vain. */
function askLongAgo({ ask, useCases }: World): Promise<ApprovalRequest> {
  const then = new Date(Date.now() - longAgoHours * 3_600_000);
  return ask("staging-orders-01", makeSubmitRequest({ ...useCases, newRequestId, now: () => then }));
}

/** A record of the audit table's stream is told to the topic, and so reaches a queue. */
export const publishEvents: Story = async ({ world, invoke }) => {
  const request = await world.ask();
  const stream = world.resolve({ "Fn::GetAtt": ["AuditLogTable", "StreamArn"] });
  const reader = makeStreamReader(world.clients.streams, stream, 100, undefined);
  const record = await eventually("the event in the stream", async () =>
    (await reader.read()).records.find(({ dynamodb }) => dynamodb?.Keys?.request_id?.S === request.id),
  );

  const answer = await invoke({ Records: [toLambdaRecord(record, stream)] });

  expect(answer).toEqual(nothingFailed);
  const { Records } = await world.receive("RefreshPreflightQueue", (body) => body.includes(request.id));
  expect(JSON.parse(Records[0]?.body ?? "")).toEqual({
    request_id: request.id,
    sequence: 1,
    kind: "created",
  });
};

/** A new request is counted, in the line of the log that CloudWatch reads metrics out of. */
export const measure: Story = async ({ world, invoke, log }) => {
  const request = await world.ask();

  const answer = await invoke(await world.tell(request, "created", "MeasureQueue"));

  const line = await eventually("the metric in the log", () =>
    log().find((one) => one.startsWith('{"_aws"')),
  );
  expect(answer).toEqual(nothingFailed);
  expect(JSON.parse(line)).toMatchObject({ Stage: world.config.stage, RequestsCreated: 1 });
};

/** The links of a request that was cancelled are noted as ended. */
export const revokeTokens: Story = async ({ world, invoke }) => {
  const request = await world.ask();
  await makeIssueToken({ ...world.useCases, newToken })(request, priya.id);
  accepted(await world.useCases.cancelRequest(request.id, { by: dana, surface: "slack" }));
  const cancelled = await world.find(request.id);

  const answer = await invoke(await world.tell(cancelled, "cancelled", "RevokeTokensQueue"));

  const [token, ...others] = await world.useCases.tokens.list(request.id);
  expect([answer, others]).toEqual([nothingFailed, []]);
  expect(token?.end).toBeDefined();
};

/** A minute's work ends a request whose time is over. */
export const schedule: Story = async ({ world, invoke }) => {
  const request = await askLongAgo(world);

  await invoke(scheduledEvent("schedule"));

  expect(await world.find(request.id)).toMatchObject({ status: "expired" });
};

/** What RDS has is seen anew. */
export const inventory: Story = async ({ world, invoke }) => {
  const seen = () => world.useCases.inventory.find(at("dev-postgres-01"));
  const before = await seen();

  await invoke(scheduledEvent("inventory"));

  const after = await seen();
  expect(after).toEqual({ ...before, lastSeenAt: expect.any(Date) });
  expect(after?.lastSeenAt.getTime()).toBeGreaterThan(before?.lastSeenAt.getTime() ?? Number.NaN);
};

/** What happened on days that are over is put under a signed root. */
export const sealAudit: Story = async ({ world, invoke }) => {
  await askLongAgo(world);
  const { tenant } = world.config;

  await invoke(scheduledEvent("seal-audit"));

  const archive = wireSealArchive(world.config);
  const [day = "", ...others] = await archive.sealedDays(tenant);
  const sealed = await archive.find(tenant, day);
  expect(others).toEqual([]);
  expect(JSON.parse(sealed?.seal ?? "")).toMatchObject({ tenant, day });
  expect(JSON.parse(sealed?.seal ?? "").events).toBeGreaterThan(0);
};
