import { after, around, before, calls, type KillPoint, stages } from "./kill-point.ts";

const { saves, keepsDelivery, sendsStep } = calls;
const { asks, isAsked, approves, approvesLast, isApproved, runs } = stages;

const posts = (request: RegExp) => ({ service: "slack", operation: "chat.postMessage", request }) as const;

/** A thread line, told from a card by its thread. */
const inThread = /^thread_ts=/m;
const asCard = /block_id":"[^"]*#card"/;
const asNotice = /block_id":"[^"]*#notice#/;

const interruptsTheCall = true as const;

/**
 * The steps of a production snapshot that two people approve in Slack, in their order. A process that dies after one call and one that
 * dies before the next leave the same behind, so each such pair is one point.
 */
export const snapshotKillPoints: readonly KillPoint[] = [
  ...around({ ...asks, what: "the request is saved", ...saves("created") }),
  after({
    ...asks,
    what: "the stream hands over its event",
    service: "dynamodb",
    operation: "GetRecords",
    answer: /"S":"created"/,
  }),
  after({
    ...asks,
    what: "the event is published",
    service: "messaging",
    operation: "PublishBatch",
    request: /"kind":"created"/,
  }),
  after({ ...isAsked, what: "the card's delivery is claimed", ...keepsDelivery(/#card.*"claimed_at"/) }),
  after({ ...isAsked, what: "the card is posted", ...posts(asCard) }),
  ...around({ ...isAsked, what: "the requester's notice is posted", ...posts(asNotice) }),
  after({ ...isAsked, what: "the pre-flight is saved", ...saves("preflight-read") }),
  before({ ...approves, what: "the approver's form opens", service: "slack", operation: "views.open" }),
  ...around({ ...approves, what: "the first decision is saved", ...saves("approved") }),
  after({ ...approvesLast, what: "the second decision is saved", ...saves("approved") }),
  after({ ...isApproved, what: "the card is updated", service: "slack", operation: "chat.update" }),
  ...around({ ...isApproved, what: "the run is sent to its queue", ...sendsStep(0) }),
  after({ ...runs, what: "the run is claimed", ...saves("claimed"), interruptsTheCall }),
  after({
    ...runs,
    what: "RDS is told to create the snapshot",
    service: "rds",
    operation: "CreateDBSnapshot",
    interruptsTheCall,
  }),
  after({ ...runs, what: "the first progress is saved", ...saves("progressed") }),
  after({ ...runs, what: "the next look is sent with a delay", ...sendsStep(1) }),
  before({
    ...runs,
    what: "RDS is asked how far it is",
    service: "rds",
    operation: "DescribeDBSnapshots",
    request: /DBSnapshotIdentifier=/,
  }),
  after({ ...runs, what: "a line is posted in the thread", ...posts(inThread) }),
  ...around({ ...runs, what: "the end is saved", ...saves("completed") }),
  before({
    ...runs,
    what: "a done step leaves its queue",
    service: "messaging",
    operation: "DeleteMessageBatch",
    request: /run-operation/,
    since: sendsStep(1),
  }),
];

/** The steps that a staging reboot takes in another way. */
export const rebootKillPoints: readonly KillPoint[] = [
  after({
    ...runs,
    what: "RDS is told to reboot",
    service: "rds",
    operation: "RebootDBInstance",
    interruptsTheCall,
  }),
  before({ ...runs, what: "RDS is asked for the restart", service: "rds", operation: "DescribeEvents" }),
];
