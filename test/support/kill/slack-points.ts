export type Service = "dynamodb" | "messaging" | "rds" | "slack";

/** Where the process is killed: as a call leaves it, or once the service has done it and before its answer arrives. */
export interface KillPoint {
  readonly moment: "before" | "after";
  readonly what: string;
  readonly service: Service;
  readonly operation: string;
  /** What the call must hold to be meant; the first such call is. */
  readonly request?: RegExp;
  readonly answer?: RegExp;
  /** Which one of several; the first where not given. */
  readonly nth?: number;
  /** Only once a call like this one has gone out. */
  readonly since?: Pick<KillPoint, "operation" | "request">;
  /** Whether it hits the run between its claim and its first record, so that another worker has to take it over. */
  readonly interruptsTheCall?: true;
}

type Call = Omit<KillPoint, "moment">;

const saves = (kind: string) => transaction(new RegExp(`"kind":{"S":"${kind}"}`));
const posts = (request: RegExp) => ({ service: "slack", operation: "chat.postMessage", request }) as const;
const keepsDelivery = (request: RegExp) =>
  ({
    service: "dynamodb",
    operation: "PutItem",
    request: new RegExp(`rds-deliveries.*${request.source}`),
  }) as const;
const sendsStep = (step: number) =>
  ({
    service: "messaging",
    operation: "SendMessage",
    request: new RegExp(`run-operation.*step\\\\":${step}}`),
  }) as const;

function transaction(request: RegExp) {
  return { service: "dynamodb", operation: "TransactWriteItems", request } as const;
}

function before(call: Call): KillPoint {
  return { moment: "before", ...call };
}

function after(call: Call): KillPoint {
  return { moment: "after", ...call };
}

function around(call: Call): readonly KillPoint[] {
  return [before(call), after(call)];
}

const interruptsTheCall = true as const;
/** A thread line, told from a card by its thread. */
const inThread = /^thread_ts=/m;
const asCard = /block_id":"[^"]*#card"/;
const asNotice = /block_id":"[^"]*#notice#/;

/**
 * The steps of a production snapshot that two people approve, in their order. A process that dies after one call and one that dies
 * before the next leave the same behind, so each such pair is one point.
 */
export const snapshotKillPoints: readonly KillPoint[] = [
  ...around({ what: "the request is saved", ...saves("created") }),
  after({
    what: "the stream hands over its event",
    service: "dynamodb",
    operation: "GetRecords",
    answer: /"S":"created"/,
  }),
  after({
    what: "the event is published",
    service: "messaging",
    operation: "PublishBatch",
    request: /"kind":"created"/,
  }),
  after({ what: "the card's delivery is claimed", ...keepsDelivery(/#card.*"claimed_at"/) }),
  after({ what: "the card is posted", ...posts(asCard) }),
  ...around({ what: "the requester's notice is posted", ...posts(asNotice) }),
  after({ what: "the pre-flight is saved", ...saves("preflight-read") }),
  before({ what: "the approver's form opens", service: "slack", operation: "views.open" }),
  ...around({ what: "the first decision is saved", ...saves("approved") }),
  after({ what: "the second decision is saved", ...saves("approved"), nth: 2 }),
  after({ what: "the card is updated", service: "slack", operation: "chat.update" }),
  ...around({ what: "the run is sent to its queue", ...sendsStep(0) }),
  after({ what: "the run is claimed", ...saves("claimed"), interruptsTheCall }),
  after({
    what: "RDS is told to create the snapshot",
    service: "rds",
    operation: "CreateDBSnapshot",
    interruptsTheCall,
  }),
  after({ what: "the first progress is saved", ...saves("progressed") }),
  after({ what: "the next look is sent with a delay", ...sendsStep(1) }),
  before({
    what: "RDS is asked how far it is",
    service: "rds",
    operation: "DescribeDBSnapshots",
    request: /DBSnapshotIdentifier=/,
  }),
  after({ what: "a line is posted in the thread", ...posts(inThread) }),
  ...around({ what: "the end is saved", ...saves("completed") }),
  before({
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
    what: "RDS is told to reboot",
    service: "rds",
    operation: "RebootDBInstance",
    interruptsTheCall,
  }),
  before({ what: "RDS is asked for the restart", service: "rds", operation: "DescribeEvents" }),
];
