import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { makeDocumentClient } from "../../../src/aws/dynamodb/document-client.ts";
import type { Machine } from "../wire/machine.ts";
import { documentsOn, rememberReads } from "../wire/remembered-reads.ts";
import {
  type Carry,
  carryTo,
  dynamoDbCallOf,
  lean,
  operationOf,
  sdkLine,
  textOfBody,
} from "../wire/sdk-line.ts";
import { itemsPutBy, type WrittenItem } from "../wire/written-items.ts";

interface Surroundings {
  readonly noteWrite: () => void;
  readonly noteCommitted: (items: readonly WrittenItem[]) => void;
}

interface Options {
  /** Of DynamoDB's stand-in. */
  readonly port: number;
  /** What becomes of each write on its way to the tables. */
  readonly alter: (body: string) => string;
}

const writing: readonly string[] = [
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "TransactWriteItems",
  "BatchWriteItem",
];

/** Whose calls nobody watches, and who does not die. */
const unwatched: Pick<Machine, "call"> = { call: (_, work) => work() };

export type DocumentsOfLane = ReturnType<typeof makeDocumentsOfLane>;

/** The clients of one lane's tables: that of its processes, whose writes are noted, and those of whoever looks on. */
export function makeDocumentsOfLane({ port, alter }: Options, around: () => Surroundings) {
  const past = carryTo(port);
  const noting: Carry = async (request) => {
    const operation = operationOf(request);
    if (!writing.includes(operation)) return past(request);
    const { noteWrite, noteCommitted } = around();
    noteWrite();
    const body = alter(textOfBody(request));
    const answer = await past({ ...request, body });
    const isCommitted = operation === "TransactWriteItems" && answer.statusCode === 200;
    if (isCommitted) noteCommitted(itemsPutBy(body));
    return answer;
  };
  const processes = lean(makeDocumentClient(sdkLine(unwatched, dynamoDbCallOf, noting)));
  const { send, forget } = rememberReads(processes);
  const observing = sdkLine(unwatched, dynamoDbCallOf, past);
  const tables = new DynamoDBClient(observing);
  const observer = lean(makeDocumentClient(observing));
  return {
    on: (machine: Machine) => documentsOn(machine, processes, { send }),
    forget,
    /** Nobody watches these. */
    tables,
    observer,
    close(): void {
      for (const client of [processes, tables, observer]) client.destroy();
    },
  };
}
