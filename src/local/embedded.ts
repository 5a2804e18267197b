import { join } from "node:path";
import type { LauncherConfig } from "../config.ts";
import { startDynamoDb } from "./parts/dynamodb.ts";
import { findFreePort } from "./parts/free-port.ts";
import { startMailbox } from "./parts/mailbox.ts";
import type { Part } from "./parts/part.ts";
import { startQueuesAndTopics } from "./parts/queues-and-topics.ts";
import { startLocalRds } from "./rds/local-rds.ts";

/** The AWS services, embedded or wherever the environment says that they are. */
export interface EmbeddedAws {
  readonly endpoints: Readonly<Record<"dynamodb" | "sns" | "sqs" | "ses" | "rds", string>>;
  /** What was started here, to be stopped with the launcher. */
  readonly parts: readonly Part[];
}

/** Starts the stand-in of each service that the environment does not place elsewhere, all at once. */
export async function startEmbeddedAws(
  dataFolder: string,
  { endpoints, port }: Pick<LauncherConfig, "endpoints" | "port">,
): Promise<EmbeddedAws> {
  const at = (offset: number) => (port === 0 ? 0 : port + offset);
  const parts: Part[] = [];
  const started = async (given: string | undefined, start: () => Promise<Part>): Promise<string> => {
    if (given !== undefined) return given;
    const part = await start();
    parts.push(part);
    return part.url;
  };
  const messaging = () => startQueuesAndTopics({ dataDir: join(dataFolder, "messages"), port: at(4) });
  const needsMessaging = endpoints.sns === undefined || endpoints.sqs === undefined;
  const starting = await Promise.allSettled([
    started(endpoints.dynamodb, () =>
      startDynamoDb({ dataFile: join(dataFolder, "tables.sqlite"), port: at(3) }),
    ),
    needsMessaging ? started(undefined, messaging) : "",
    started(endpoints.ses, () => startMailbox({ port: at(2) })),
    started(endpoints.rds, () => startRds(join(dataFolder, "rds.json"), at(5))),
  ]);
  const failed = starting.find((one) => one.status === "rejected");
  if (failed) {
    await Promise.all(parts.map((part) => part.stop()));
    throw failed.reason;
  }
  const [dynamodb = "", queues = "", ses = "", rds = ""] = starting.map((one) =>
    one.status === "fulfilled" ? one.value : "",
  );
  return {
    endpoints: { dynamodb, sns: endpoints.sns ?? queues, sqs: endpoints.sqs ?? queues, ses, rds },
    parts,
  };
}

async function startRds(stateFile: string, port: number): Promise<Part> {
  const rds = await startLocalRds({ stateFile, port: await findFreePort(port) });
  return { name: "RDS", ...rds };
}
