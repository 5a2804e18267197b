import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { ownOperatorRole } from "../../../src/local/sts/sample-roles.ts";
import { wireActionStores, wireRunQueue } from "../../../src/wiring.ts";
import { lena } from "../../support/workbench.ts";
import { question } from "../../support/workflow-desk.ts";
import { nothingFailed, type Story } from "./story.ts";

/** An approved request is sent to where it runs. */
export const dispatch: Story = async ({ world, invoke }) => {
  const request = await world.askApproved();

  const answer = await invoke(await world.tell(request, "approved", "DispatchQueue"));

  expect(answer).toEqual(nothingFailed);
  const { Records } = await world.receive("RunOperationQueue", (body) => body.includes(request.id));
  expect(JSON.parse(Records[0]?.body ?? "")).toEqual({ request_id: request.id, step: 0 });
};

/** An approved request runs, with the rights of a session of its own. */
export const runOperation: Story = async ({ world, invoke }) => {
  const request = await world.askApproved();
  await wireRunQueue(world.config).send({ requestId: request.id, step: 0 }, 0);

  const answer = await invoke(await world.receive("RunOperationQueue", (body) => body.includes(request.id)));

  const calls: unknown = await (await fetch(`${world.rdsUrl}/_control/calls`)).json();
  expect(answer).toEqual(nothingFailed);
  expect(await world.find(request.id)).toMatchObject({ status: "executing" });
  expect(calls).toContainEqual(
    expect.objectContaining({
      action: "CreateDBSnapshot",
      session: expect.objectContaining({
        roleArn: ownOperatorRole,
        name: expect.stringContaining(request.id),
      }),
    }),
  );
};

/** A new request's database is read for its approvers. */
export const refreshPreflight: Story = async ({ world, invoke }) => {
  const request = await world.ask();

  const answer = await invoke(await world.tell(request, "created", "RefreshPreflightQueue"));

  const { preflight } = await world.find(request.id);
  expect(answer).toEqual(nothingFailed);
  expect(preflight?.reading).toMatchObject({ covers: request.version, unread: [] });
};

/** A workflow that waits for a person becomes a request. */
export const stepFunctions: Story = async ({ world, invoke }) => {
  const machine = world.resolve({ Ref: "QuestionReview" });
  const input = { question, assigned_by: lena.id, assigned_to: "assessors" };
  await world.clients.sfn?.send(
    new StartExecutionCommand({ stateMachineArn: machine, input: JSON.stringify(input) }),
  );

  const answer = await invoke(await world.receive("TasksQueue", (body) => body.includes(question.text)));

  const { items } = await world.useCases.requests.listByRequester(world.config.tenant, lena.id, { limit: 1 });
  expect(answer).toEqual(nothingFailed);
  expect(items).toMatchObject([{ status: "pending", subject: "Review of an examination question" }]);
};

/** A poller on the premises says that it is there. */
export const pollerReports: Story = async ({ world, invoke }) => {
  const heartbeat = { kind: "heartbeat", poller: "tower-1", at: new Date().toISOString() };
  await world.clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: world.resolve({ Ref: "PollerReportsQueue" }),
      MessageBody: JSON.stringify(heartbeat),
    }),
  );

  const answer = await invoke(await world.receive("PollerReportsQueue", (body) => body.includes("tower-1")));

  expect(answer).toEqual(nothingFailed);
  const sighting = await wireActionStores(world.config).sightings.find();
  expect(sighting?.poller).toBe("tower-1");
  expect(sighting?.at.getTime()).toBeGreaterThanOrEqual(Date.parse(heartbeat.at));
};
