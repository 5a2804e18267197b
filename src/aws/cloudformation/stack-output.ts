import {
  CloudFormationClient,
  type CloudFormationClientConfig,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { answerOf } from "../answer-of.ts";
import { boundedClient } from "../bounded-client.ts";

export function makeCloudFormationClient(overrides: CloudFormationClientConfig = {}): CloudFormationClient {
  const bounds = { attempts: 3, connectionMilliseconds: 2000, requestMilliseconds: 8000 };
  return new CloudFormationClient({ ...boundedClient(bounds), ...overrides });
}

/** An output of a stack; nothing where the stack, or the output, is not there. */
export async function findStackOutput(
  client: CloudFormationClient,
  stackName: string,
  key: string,
): Promise<string | undefined> {
  const command = new DescribeStacksCommand({ StackName: stackName });
  try {
    const { Stacks = [] } = await answerOf("CloudFormation DescribeStacks", client.send(command));
    return Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  } catch (error) {
    // So it says that there is no such stack.
    if (error instanceof Error && error.name === "ValidationError") return undefined;
    throw error;
  }
}
