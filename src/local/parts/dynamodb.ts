import { answersWith } from "./answers-with.ts";
import type { Part } from "./part.ts";
import { findPlatformBinary } from "./platform-binary.ts";
import { startChild } from "./start-child.ts";
import { startOnFreePort } from "./start-on-free-port.ts";

export interface DynamoDbOptions {
  /** The SQLite file that keeps the tables between starts; one running part for each file. */
  readonly dataFile: string;
  readonly port: number;
}

/**
 * Starts dynoxide, DynamoDB with streams, on the preferred port or the next free one. Throws a `PartStartError`
 * on machines for which no package of it is installed.
 */
export async function startDynamoDb({ dataFile, port }: DynamoDbOptions): Promise<Part> {
  const command = findPlatformBinary({
    packageName: `@dynoxide/${process.platform}-${process.arch}`,
    program: "dynoxide",
    otherwise: "Or set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB that runs elsewhere.",
  });
  return startOnFreePort(port, (freePort) => startOn(freePort, command, dataFile));
}

async function startOn(port: number, command: string, dataFile: string): Promise<Part> {
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    name: "DynamoDB (dynoxide)",
    command,
    args: ["serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", dataFile],
    pidFile: `${dataFile}.pid`,
    isReady: () => answersWith(url, "healthy: dynamodb"),
  });
  return { name: "DynamoDB (dynoxide)", url, stop: child.stop };
}
