import { randomUUID } from "node:crypto";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { GatewayError } from "../../app/gateway-error.ts";
import { answerOf } from "../answer-of.ts";
import { UnstorableItemError } from "./unstorable-item-error.ts";

type Write = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]["TransactItems"]>[number];

/** `refused`: a condition did not hold. `collided`: another transaction was at the same items at that moment. */
export type TransactionOutcome = "committed" | "refused" | "collided";

/**
 * Writes all or nothing. With its token a retry after a lost answer is told that it is done, for ten minutes; whoever must
 * be sure looks for their own write after a refusal, too. `what` names it in errors.
 */
export async function transact(
  client: DynamoDBDocumentClient,
  what: string,
  writes: readonly Write[],
): Promise<TransactionOutcome> {
  const command = new TransactWriteCommand({ TransactItems: [...writes], ClientRequestToken: randomUUID() });
  try {
    await client.send(command);
    return "committed";
  } catch (cause) {
    if (cause instanceof TransactionCanceledException) return outcomeOf(cause, what);
    if (isValidationFailure(cause)) throw new UnstorableItemError(what, { cause });
    return answerOf("DynamoDB TransactWriteItems", Promise.reject(cause));
  }
}

function outcomeOf(cause: TransactionCanceledException, what: string): TransactionOutcome {
  const codes = (cause.CancellationReasons ?? []).map(({ Code }) => Code ?? "None");
  if (codes.includes("ConditionalCheckFailed")) return "refused";
  if (codes.includes("ValidationError")) throw new UnstorableItemError(what, { cause });
  const isCollision =
    codes.includes("TransactionConflict") &&
    codes.every((code) => code === "TransactionConflict" || code === "None");
  if (isCollision) return "collided";
  throw new GatewayError(`${what} was not written: ${codes.join()}`, { cause });
}

/** The SDK has no class for it. */
function isValidationFailure(error: unknown): boolean {
  return error instanceof Error && error.name === "ValidationException";
}
