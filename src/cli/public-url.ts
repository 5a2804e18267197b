import { findStackOutput, makeCloudFormationClient } from "../aws/cloudformation/stack-output.ts";
import { type Config, ConfigError } from "../config.ts";

/** What `osls deploy` tells of the gateway. */
const outputKey = "HttpApiUrl";

/**
 * Where the deployment is reached from outside: as the environment says, or else as its stack does. Throws a `ConfigError` where neither
 * does.
 */
export async function findPublicUrl({ publicUrl, stage }: Config): Promise<string> {
  if (publicUrl !== undefined) return publicUrl;
  const stackName = `countersign-${stage}`;
  const client = makeCloudFormationClient();
  const found = await findStackOutput(client, stackName, outputKey).finally(() => client.destroy());
  if (found !== undefined) return found;
  throw new ConfigError(
    `No stack ${stackName} here tells its address (${outputKey}): look at the region, or set PUBLIC_URL.`,
  );
}
