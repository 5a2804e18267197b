import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeDBInstancesCommand, DescribeEventsCommand, RDSClient } from "@aws-sdk/client-rds";
import { onTestFinished } from "vitest";
import { type LocalRdsOptions, startLocalRds } from "../../../src/local/rds/local-rds.ts";

/** A stand-in and a real client for it, both gone when the test is. One attempt only, so that every fault is seen. */
export async function startRdsUnderTest(options: LocalRdsOptions = {}) {
  const server = await startLocalRds({ speed: 50, ...options });
  const client = new RDSClient({
    endpoint: server.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const stop = async () => {
    client.destroy();
    await server.stop();
  };
  let stopped: Promise<void> | undefined;
  const stopOnce = () => {
    stopped ??= stop();
    return stopped;
  };
  onTestFinished(stopOnce);

  const control = (method: string, road: string, content?: unknown) =>
    fetch(`${server.url}/_control/${road}`, {
      method,
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    });
  return {
    url: server.url,
    client,
    stop: stopOnce,
    control,
    fault: (content: unknown) => control("POST", "faults", content),
    async instance(id: string) {
      const { DBInstances } = await client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
      const [instance] = DBInstances ?? [];
      if (instance === undefined) throw new Error(`no instance ${id}`);
      return instance;
    },
    async messages(SourceType: "db-instance" | "db-snapshot", SourceIdentifier: string) {
      const { Events } = await client.send(new DescribeEventsCommand({ SourceType, SourceIdentifier }));
      return (Events ?? []).map(({ Message }) => Message);
    },
  };
}

export const quickly = { minDelay: 0.02, maxDelay: 0.05, maxWaitTime: 10 } as const;
export const patiently = { timeout: 10_000, interval: 20 } as const;

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "local-rds-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
