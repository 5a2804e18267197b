import { type Carried, type Carry, dynamoDbCallOf, type SdkRequest, textOfBody } from "./sdk-line.ts";

interface Question {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Key?: Keys;
  readonly ExpressionAttributeValues?: Keys;
}

type Keys = Readonly<Record<string, { readonly S?: string }>>;

interface Remembered {
  readonly answer: Carried;
  readonly isChangedBy: (write: string) => boolean;
}

const reading: readonly string[] = ["GetItem", "Query", "Scan"];

export function isReading(request: SdkRequest): boolean {
  return reading.includes(dynamoDbCallOf(request).operation);
}

/**
 * Asks DynamoDB nothing twice that it would answer alike: an answer is remembered until something is written that it may tell of. For
 * those who are all who write there, one call at a time. Most of what one function asks, another has just asked.
 */
export function rememberingAnswers(carry: Carry): {
  readonly carry: Carry;
  readonly forgetRequests: () => void;
} {
  const remembered = new Map<string, Remembered>();

  async function write(body: string, send: () => Promise<Carried>): Promise<Carried> {
    try {
      return await send();
    } finally {
      for (const [question, { isChangedBy }] of remembered) {
        if (isChangedBy(body)) remembered.delete(question);
      }
    }
  }

  return {
    carry: async (request) => {
      const body = textOfBody(request);
      const send = () => carry({ ...request, body });
      if (!isReading(request)) return write(body, send);
      const question = `${dynamoDbCallOf(request).operation} ${body}`;
      const known = remembered.get(question);
      if (known) return { ...known.answer };
      const answer = await send();
      if (answer.statusCode === 200) {
        remembered.set(question, { answer, isChangedBy: changeOf(JSON.parse(body)) });
      }
      return { ...answer };
    },
    /** Of requests that are never asked of again. */
    forgetRequests(): void {
      for (const question of remembered.keys()) if (question.includes("req-")) remembered.delete(question);
    },
  };
}

/** What is read by its key is changed by what names one of the key's values; what is read of an index, by whatever is in its table. */
function changeOf({ TableName, IndexName, Key, ExpressionAttributeValues }: Question) {
  const values = Object.values(Key ?? ExpressionAttributeValues ?? {}).flatMap(({ S }) => S ?? []);
  const named = values.map((value) => JSON.stringify(value));
  return (write: string): boolean =>
    write.includes(`"${TableName}"`) &&
    (IndexName !== undefined || named.length === 0 || named.some((value) => write.includes(value)));
}
