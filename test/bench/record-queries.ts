import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";

/** Queries that were under way together. */
type Wave = QueryCommandInput[];

/** Keeps the queries that a client makes, wave by wave, so that another one can make them again. */
export function recordQueries(client: DynamoDBDocumentClient) {
  let waves: Wave[] | undefined;
  let underWay = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (underWay === 0) waves?.push([]);
      waves?.at(-1)?.push(args.input as QueryCommandInput);
      underWay += 1;
      try {
        return await next(args);
      } finally {
        underWay -= 1;
      }
    },
    // Before the input is turned into attribute values.
    { step: "initialize", priority: "high", name: "recordQueries" },
  );
  return {
    /** The queries of the work; throws where it makes none. */
    async of(work: () => Promise<unknown>): Promise<readonly Wave[]> {
      const made: Wave[] = [];
      waves = made;
      await work();
      waves = undefined;
      if (made.length === 0) throw new Error("nothing was asked for");
      return made;
    },
  };
}

/** Makes the same queries, each wave at once and after the one before, and looks at no answer. */
export async function replayQueries(client: DynamoDBDocumentClient, waves: readonly Wave[]): Promise<void> {
  for (const wave of waves) await Promise.all(wave.map((input) => client.send(new QueryCommand(input))));
}
