import type { DynamoDBRecord } from "aws-lambda";
import type { RequestStore } from "../../../src/app/ports/request-store.ts";
import { fromAuditRecord } from "../../../src/aws/dynamodb/audit-record.ts";
import type { AuditEvent } from "../../../src/core/audit-event.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import type { Life } from "../../support/mortal.ts";
import { type Functions, makeFunctions } from "./functions.ts";
import type { Lodging } from "./lodging.ts";
import type { Filters } from "./queues.ts";
import { makeSurroundings, type Surroundings } from "./surroundings.ts";
import type { Item, TablesOfLane } from "./tables-of-lane.ts";

/** What a lane lends to the world that is played on it. */
export interface Stage {
  readonly lodgings: readonly Lodging[];
  readonly filters: Filters;
  readonly tables: TablesOfLane;
  readonly observer: Pick<RequestStore, "find">;
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
  const outbox: Item[] = [];
  const seen = new Map<RequestId, Seen>();
  const functions = [...stage.functions];
  let read = 0;

  return {
    ...around,
    stage,
    /** Every event in the order in which it was found in the table. */
    outbox: outbox as readonly Item[],
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
      functions[at] = makeFunctions(lodging, () => around);
      around.pass(deathSeconds);
      return "died";
    },

    /** Reads what has been written since the last look: new events come into the outbox. Gives the requests that have changed. */
    async look(): Promise<readonly Seen[]> {
      const changed: Seen[] = [];
      for (const id of around.takeWritten()) {
        const before = seen.get(id)?.events ?? [];
        const items = await stage.tables.eventsAfter(id, before.length);
        const request = await stage.observer.find(id);
        outbox.push(...items);
        if (!request) continue;
        const now = { request, events: [...before, ...items.map(fromAuditRecord)] };
        seen.set(id, now);
        changed.push(now);
      }
      return changed;
    },
  };
}

/** Records of the audit table's stream, as Lambda gets them, as far as they are plain values. */
export function toStreamRecords(items: readonly Item[], from: number): DynamoDBRecord[] {
  return items.map((item, index) => {
    const NewImage: Record<string, { S: string } | { N: string }> = {};
    for (const [name, value] of Object.entries(item)) {
      if (typeof value === "string") NewImage[name] = { S: value };
      if (typeof value === "number") NewImage[name] = { N: String(value) };
    }
    const { request_id, sequence } = NewImage;
    const Keys = { ...(request_id && { request_id }), ...(sequence && { sequence }) };
    return {
      eventName: "INSERT",
      eventSource: "aws:dynamodb",
      dynamodb: { SequenceNumber: String(from + index), Keys, NewImage },
    };
  });
}
