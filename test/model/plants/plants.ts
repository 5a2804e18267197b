/** Words of a source file, which stand there once, and what stands there instead. */
interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const decide = "src/core/transitions/decide.ts";
const seat = "src/core/delegation/seat.ts";
const startRun = "src/app/run/start-run.ts";
const carryOut = "src/app/run/carry-out.ts";
const store = "src/aws/dynamodb/request-store.ts";
const handleDecision = "src/onprem/poller/handle-decision.ts";
const announce = "src/app/announce/bring-up-to-date.ts";

/** Faults that somebody could have made, each against a rule that the model knows. */
export const plants: Readonly<Record<string, readonly Edit[]>> = {
  "who asks may approve": [
    {
      file: decide,
      from: 'if (by.id === request.requestedBy.id) return err({ kind: "self-approval" });',
      to: "",
    },
  ],
  "a person counts twice": [
    {
      file: seat,
      from: 'if (earlier) return err({ kind: "already-decided", decision: earlier.kind });',
      to: "",
    },
  ],
  "anybody may approve": [
    {
      file: seat,
      from: "const own = ownApproversOf(request).includes(by.id) || isOwner(request, by.id);",
      to: "const own = true;",
    },
  ],
  "an expired request can be approved": [
    {
      file: decide,
      from: 'if (now >= request.expiresAt) return err({ kind: "expired", at: request.expiresAt });',
      to: "",
    },
  ],
  "a drifted database is changed": [
    {
      file: startRun,
      from: "instance && !whyOther ? findDrift({ intent, operation }, instance) : []",
      to: "[]",
    },
  ],
  "saving overwrites what was saved meanwhile": [
    {
      file: store,
      from: 'ConditionExpression: "version = :previous",',
      to: "",
    },
    { file: store, from: 'ExpressionAttributeValues: { ":previous": request.version - 1 },', to: "" },
    {
      file: store,
      from: 'write_id: writeId },\n        ConditionExpression: "attribute_not_exists(request_id)",',
      to: "write_id: writeId },",
    },
  ],
  "two requests change one database at a time": [
    {
      file: store,
      from: "...(turn ? [{ Put: { TableName: tables.requests, ...turnPut(turn, event.at) } }] : []),",
      to: "",
    },
  ],
  "who takes a run over calls at once": [
    {
      file: carryOut,
      from: "const observation = await observe(resumed);",
      to: 'const observation = { kind: "absent" };',
    },
  ],
  "who takes a run over does not wait": [
    {
      file: "src/core/transitions/run.ts",
      from: 'if (now < request.run.leaseUntil) return err({ kind: "not-due", at: request.run.leaseUntil });',
      to: "",
    },
  ],
  "another notifier's claim is not honoured": [
    {
      file: announce,
      from: "return isHeld ? undefined : deps.deliveries.save",
      to: "return deps.deliveries.save",
    },
  ],
  "a dead notifier's post is not looked for": [
    {
      file: announce,
      from: "const found = step.delivery.claimedAt && (await deps.chat.findPosted(marked, since));",
      to: "const found = undefined;",
    },
  ],
  "a notifier does not look again after its work": [
    {
      file: announce,
      from: "if (!(await takeInOrder(outlook, overtaken))) await sleep(200);",
      to: "await takeInOrder(outlook, overtaken); return;",
    },
  ],
  "a message that fails counts as done": [
    {
      file: "src/adapters/queue/queue-handler.ts",
      from: "onFailure({ messageId, requestId, error });\n      throw error;",
      to: "onFailure({ messageId, requestId, error });",
    },
  ],
  "a poller forgets what it has begun": [
    { file: handleDecision, from: "await nonces.started(nonce, expiresAt);", to: "" },
  ],
  "what a poller has begun can be cancelled": [
    {
      file: "src/app/action/cancel-action.ts",
      from: 'if (isRunBy(claim)) return err({ kind: "wrong-status", action: "cancelled", status: "executing" });',
      to: "",
    },
  ],
  "a workflow whose answer was lost counts as gone": [
    {
      file: "src/app/task/settle-task.ts",
      from: 'paused.mayBeTold ? "unknown" : "gone"',
      to: '"gone"',
    },
  ],
  "a workflow goes on with any rejection": [
    {
      file: "src/core/task/decision-document.ts",
      from: 'return request.task.onReject === "failure"',
      to: "return Date.now() < 0",
    },
  ],
  "events overtake each other on their way to webhooks": [
    {
      file: "src/app/webhook/attempt-webhook.ts",
      from: "return isHeld ? secondsAfter(now(), orderSeconds) : undefined;",
      to: "return undefined;",
    },
  ],
  "an event that is owed and was not queued is forgotten": [
    {
      file: "src/app/webhook/owe-webhooks.ts",
      from: "if (delivery) await queueAttempt(deps, delivery);",
      to: "if (delivery && !noted) await queueAttempt(deps, delivery);",
    },
  ],
  "a database is read for each copy of an event": [
    {
      file: "src/app/preflight/refresh-preflight.ts",
      from: "if ((request.preflight?.reading?.covers ?? 0) >= sequence) return;",
      to: "",
    },
  ],
};
