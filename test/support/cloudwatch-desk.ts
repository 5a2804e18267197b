import { makeCloudWatchClients, makeCloudWatchMetrics } from "../../src/aws/cloudwatch/metrics.ts";
import { startLocalCloudWatch } from "../../src/local/cloudwatch/local-cloudwatch.ts";
import type { EmbeddedAws } from "./embedded-aws.ts";

/** The stand-in for CloudWatch, with the tool's own adapter to it. */
export async function startCloudWatchDesk({ credentials }: Pick<EmbeddedAws["access"], "credentials">) {
  const server = await startLocalCloudWatch();
  const clients = makeCloudWatchClients({ credentials, endpoint: server.url });
  return {
    url: server.url,
    metrics: makeCloudWatchMetrics(clients),
    async calls(): Promise<readonly { readonly MetricDataQueries: readonly { readonly Id: string }[] }[]> {
      const answer = await fetch(`${server.url}/_control/calls`);
      return (await answer.json()) as readonly { MetricDataQueries: readonly { Id: string }[] }[];
    },
    async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
      const body = JSON.stringify(fault);
      const { status } = await fetch(`${server.url}/_control/faults`, { method: "POST", body });
      if (status !== 201) throw new Error("the stand-in does not know such a fault");
    },
    stop: () => server.stop(),
  };
}
