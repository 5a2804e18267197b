import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** Counts what a client's calls consume, in DynamoDB's own units. */
export function countUnits(client: DynamoDBDocumentClient) {
  let units = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } });
      const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: { CapacityUnits?: number } };
      units += ConsumedCapacity?.CapacityUnits ?? 0;
      return answer;
    },
    { step: "initialize", name: "countUnits" },
  );
  return {
    async of(work: () => Promise<unknown>): Promise<number> {
      units = 0;
      await work();
      return units;
    },
  };
}
