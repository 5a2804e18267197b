import type { DynamoDBRecord } from "aws-lambda";
import { fromAuditRecord } from "../../../src/aws/dynamodb/audit-record.ts";
import { fromRequestRecord } from "../../../src/aws/dynamodb/from-request-record.ts";
import type { AuditEvent } from "../../../src/core/audit-event.ts";
import { type ApprovalRequest, type RequestId, requestIdSchema } from "../../../src/core/request.ts";
import type { Life } from "../../support/mortal.ts";
import { plainItem, type WireItem } from "../wire/written-items.ts";
import { type Functions, makeFunctions } from "./functions.ts";
import type { Lodging } from "./lodging.ts";
import type { Filters } from "./queues.ts";
import { death, makeSurroundings, type Surroundings } from "./surroundings.ts";
import type { TablesOfLane } from "./tables-of-lane.ts";

/** What a lane lends to the world that is played on it. */
export interface Stage {
  readonly lodgings: readonly Lodging[];
  readonly filters: Filters;
  readonly tables: TablesOfLane;
  /** The functions on each machine, which have been at work for a while. */
  readonly functions: readonly Functions[];
  readonly serviceUrl: string;
  readonly teamsAuthorization: string;
}

/** How far the clock goes on when a process dies: its messages are hidden for so long, and no lease of its outlasts them. */
const deathSeconds = 61;

/** What is seen of one request from outside. */
export interface Seen {
  readonly request: ApprovalRequest;
  readonly events: readonly AuditEvent[];
}

export type World = ReturnType<typeof makeWorld>;

/** The surroundings of one sequence, the functions on the stage's machines, and what is to be seen from outside. */
export function makeWorld(stage: Stage) {
  const around: Surroundings = makeSurroundings(stage.filters);
  const outbox: WireItem[] = [];
  const seen = new Map<RequestId, Seen>();
  const functions = [...stage.functions];
  let read = 0;

  return {
    ...around,
    stage,
    /** Every event in the order in which it was committed. */
    outbox: outbox as readonly WireItem[],
    /** How many of them the stream has handed over, and was told so. */
    outboxRead: () => read,
    readOutboxTo: (position: number) => {
      read = Math.max(read, position);
    },
    seen: seen as ReadonlyMap<RequestId, Seen>,

    /**
     * A call of a function on one of the machines, by a process that lives for so long, over a message about that request. Tells
     * whether it came to its own end. The next call finds a new process.
     */
    async invoke(
      at: number,
      { life, requestId = "" }: { readonly life?: Life | undefined; readonly requestId?: string },
      act: (functions: Functions, host: string) => Promise<void>,
    ): Promise<"ended" | "died"> {
      const [lodging, found] = [stage.lodgings[at], functions[at]];
      if (!lodging || !found) throw new Error(`there is no machine ${at}`);
      const { machine, task, host } = lodging;
      machine.begin(life);
      task.requestId = requestId;
      try {
        await act(found, host);
      } catch (error) {
        if (!machine.hasDied()) throw error;
      }
      if (!machine.hasDied()) return "ended";
      around.noteHappening(death);
      functions[at] = makeFunctions(lodging, () => around);
      around.pass(deathSeconds);
      return "died";
    },

    /** Sees what has been committed since the last look: new events come into the outbox. Gives the requests that have changed. */
    look(): readonly Seen[] {
      const requests = new Map<RequestId, WireItem>();
      const events = new Map<RequestId, readonly WireItem[]>();
      for (const { table, item } of around.takeCommitted()) {
        const isEvent = table === stage.tables.tables.auditLog;
        if (isEvent) outbox.push(item);
        const { data: id } = requestIdSchema.safeParse(item.request_id?.S);
        if (id === undefined) continue;
        if (isEvent) events.set(id, [...(events.get(id) ?? []), item]);
        else requests.set(id, item);
      }
      return [...requests].map(([id, item]) => {
        const added = (events.get(id) ?? []).map((event) => fromAuditRecord(plainItem(event)));
        const now = {
          request: fromRequestRecord(plainItem(item)),
          events: [...(seen.get(id)?.events ?? []), ...added],
        };
        seen.set(id, now);
        return now;
      });
    },
  };
}

/** Records of the audit table's stream, as Lambda gets them. */
export function toStreamRecords(items: readonly WireItem[], from: number): DynamoDBRecord[] {
  return items.map(({ request_id, sequence, ...more }, index) => {
    const Keys = { ...(request_id && { request_id }), ...(sequence && { sequence }) };
    return {
      eventName: "INSERT",
      eventSource: "aws:dynamodb",
      dynamodb: { SequenceNumber: String(from + index), Keys, NewImage: { ...Keys, ...more } },
    };
  });
}
