import { createHash, randomBytes } from "node:crypto";
import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { IssueToken } from "../../app/ports/link-tokens.ts";
import { answerOf } from "../answer-of.ts";
import type { TableNames } from "./tables.ts";
import { secondsOf } from "./time-to-live.ts";

/** Tokens of 256 bits, of which only the SHA-256 is kept, with whom and what each is for, until its request expires. */
export function makeIssueToken(
  client: DynamoDBDocumentClient,
  { tokens: table }: Pick<TableNames, "tokens">,
): IssueToken {
  return async ({ id, digest, expiresAt }, recipient) => {
    const token = randomBytes(32).toString("base64url");
    const Item = {
      request_id: id,
      token_hash: createHash("sha256").update(token).digest("hex"),
      recipient,
      digest,
      expires_on: secondsOf(expiresAt),
    };
    await answerOf(`DynamoDB PutItem in ${table}`, client.send(new PutCommand({ TableName: table, Item })));
    return token;
  };
}
