import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
} from "@aws-sdk/client-cloudwatch";
import type { Metrics, Series } from "../../app/ports/metrics.ts";
import type { RdsPlace } from "../../operations/frame/rds-gateway.ts";
import { answerOf } from "../answer-of.ts";
import { boundedClient } from "../bounded-client.ts";
import { type AccountAccess, ownAccess } from "../sts/account-access.ts";

/** The clients by place, each made when it is first needed. */
export type CloudWatchClients = (place: RdsPlace) => CloudWatchClient;

export function makeCloudWatchClients(
  overrides: CloudWatchClientConfig = {},
  { reading }: Pick<AccountAccess, "reading"> = ownAccess,
): CloudWatchClients {
  const bounds = { attempts: 2, connectionMilliseconds: 1000, requestMilliseconds: 3000 };
  const made = new Map<string, CloudWatchClient>();
  return ({ account, region }) => {
    const key = `${account}/${region}`;
    const client = made.get(key) ?? make(account, region);
    made.set(key, client);
    return client;
  };

  function make(account: string, region: string): CloudWatchClient {
    const credentials = reading(account);
    return new CloudWatchClient({
      ...boundedClient(bounds),
      ...overrides,
      region,
      ...(credentials && { credentials }),
    });
  }
}

const hourMilliseconds = 3_600_000;
/** RDS measures once a minute. */
const periodSeconds = 60;

/** What CloudWatch keeps of RDS's instances, each account's its own, by one GetMetricData. */
export function makeCloudWatchMetrics(clients: CloudWatchClients): Metrics {
  return {
    readHour: async (place, { instanceId, replicaIds }, until) => {
      const queries = [
        queryFor("connections", "DatabaseConnections", instanceId),
        queryFor("cpu", "CPUUtilization", instanceId),
        ...replicaIds.map((id, index) => queryFor(`lag${index}`, "ReplicaLag", id)),
      ];
      const pages = paginateGetMetricData(
        { client: clients(place) },
        {
          MetricDataQueries: queries,
          StartTime: new Date(until.getTime() - hourMilliseconds),
          EndTime: until,
          ScanBy: "TimestampAscending",
        },
      );
      const results = await answerOf("CloudWatch GetMetricData", all(pages));
      return {
        connections: findSeries(results, "connections"),
        cpu: findSeries(results, "cpu"),
        replicaLag: new Map(replicaIds.map((id, index) => [id, findSeries(results, `lag${index}`)])),
      };
    },
  };
}

function queryFor(id: string, metricName: string, instanceId: string): MetricDataQuery {
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: "AWS/RDS",
        MetricName: metricName,
        Dimensions: [{ Name: "DBInstanceIdentifier", Value: instanceId }],
      },
      Period: periodSeconds,
      Stat: "Average",
    },
  };
}

async function all(
  pages: AsyncIterable<{ readonly MetricDataResults?: readonly MetricDataResult[] | undefined }>,
): Promise<readonly MetricDataResult[]> {
  const results: MetricDataResult[] = [];
  for await (const { MetricDataResults = [] } of pages) results.push(...MetricDataResults);
  return results;
}

/** Its parts from all pages; nothing when one of them is an error, as what is left could look like the whole. */
function findSeries(results: readonly MetricDataResult[], id: string): Series | undefined {
  const parts = results.filter(({ Id }) => Id === id);
  const isWhole = parts.every(({ StatusCode }) => StatusCode === "Complete" || StatusCode === "PartialData");
  if (parts.length === 0 || !isWhole) return undefined;
  return parts
    .flatMap(({ Timestamps = [], Values = [] }) =>
      Timestamps.flatMap((at, index) => {
        const value = Values[index];
        return value === undefined ? [] : [{ at, value }];
      }),
    )
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}
