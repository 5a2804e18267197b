import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { GatewayError } from "../../app/gateway-error.ts";
import { answerOf } from "../answer-of.ts";

/** The account whose credentials the tool has. */
export async function readOwnAccount(client: STSClient): Promise<string> {
  const { Account } = await answerOf("STS GetCallerIdentity", client.send(new GetCallerIdentityCommand({})));
  if (Account === undefined) throw new GatewayError("STS did not say which account it is");
  return Account;
}
