import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Machine } from "./machine.ts";

/** A command of the document client, as stores make them. */
interface Command {
  readonly input: object;
}

interface Question {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Keys;
  readonly ExpressionAttributeValues?: Keys;
}

type Keys = Readonly<Record<string, unknown>>;

interface Put {
  readonly TableName?: string;
  readonly Item?: Keys;
}

interface Transaction {
  readonly TransactItems?: readonly { readonly Put?: Put }[];
}

interface Remembered {
  readonly question: Question;
  readonly answer: unknown;
  readonly isChangedBy: (write: string) => boolean;
}

const reading: readonly string[] = ["Get", "Query", "Scan"];

/** `TransactWrite`, by the name of the command's class. */
function operationOf(command: Command): string {
  return command.constructor.name.replace(/Command$/, "");
}

export type Documents = ReturnType<typeof rememberReads>;

/**
 * Asks DynamoDB nothing twice that it would answer alike: an answer is remembered until something is written that it may tell of, and
 * of an item that is put in its place that is the next answer. For those who are all who write there, one call at a time. Most of what
 * one function asks, another has just asked or written; and what is answered from here costs none of the client's own steps.
 */
export function rememberReads(client: Pick<DynamoDBDocumentClient, "send">) {
  const remembered = new Map<string, Remembered>();
  const past = (command: Command) => client.send(command as never) as Promise<unknown>;

  async function write(command: Command): Promise<unknown> {
    const body = JSON.stringify(command.input);
    const changed = [...remembered].filter(([, { isChangedBy }]) => isChangedBy(body));
    for (const [name] of changed) remembered.delete(name);
    const answer = await past(command);
    const puts = putsOf(JSON.parse(body));
    for (const [name, known] of changed) {
      const put = puts.find((one) => isOf(known.question, one));
      if (put) remembered.set(name, { ...known, answer: { Item: put.Item } });
    }
    return answer;
  }

  async function read(command: Command): Promise<unknown> {
    const question: Question = command.input;
    const name = `${operationOf(command)} ${JSON.stringify(question)}`;
    const known = remembered.get(name);
    if (known) return known.answer;
    const answer = await past(command);
    remembered.set(name, { question, answer, isChangedBy: changeOf(question) });
    return answer;
  }

  return {
    send: (command: Command) => (reading.includes(operationOf(command)) ? read(command) : write(command)),
    /** What others have written is read anew. */
    forget: () => remembered.clear(),
  };
}

/** All that a command puts whole; its items are as they will be read. */
function putsOf({ TransactItems = [], ...put }: Put & Transaction): readonly Put[] {
  return [put, ...TransactItems.flatMap(({ Put = [] }) => Put)];
}

/** Whether the item that is put is the one that is asked for by its key. */
function isOf({ TableName, Key }: Question, { TableName: table, Item }: Put): boolean {
  return (
    Key !== undefined &&
    Item !== undefined &&
    TableName === table &&
    Object.entries(Key).every(([name, value]) => Item[name] === value)
  );
}

/** What is read by its key is changed by what names one of the key's values; what is read of an index, by whatever is in its table. */
function changeOf({ TableName, IndexName, Key, ExpressionAttributeValues }: Question) {
  const values = Object.values(Key ?? ExpressionAttributeValues ?? {}).filter(
    (value) => typeof value === "string",
  );
  const named = values.map((value) => JSON.stringify(value));
  return (write: string): boolean =>
    write.includes(`"${TableName}"`) &&
    (IndexName !== undefined || named.length === 0 || named.some((value) => write.includes(value)));
}

/** The client of the processes on one machine: each of its calls is the machine's. */
export function documentsOn(
  machine: Machine,
  client: DynamoDBDocumentClient,
  documents: Pick<Documents, "send">,
): DynamoDBDocumentClient {
  // Paginators ask for the class.
  return Object.create(client, {
    send: {
      value: (command: Command) =>
        machine.call({ service: "dynamodb", operation: operationOf(command) }, () => documents.send(command)),
    },
  });
}
