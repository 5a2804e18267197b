import { getMetricData, getMetricDataSchema } from "../../../src/local/cloudwatch/get-metric-data.ts";
import type { Carried } from "../wire/sdk-line.ts";

/** CloudWatch's answer to a GetMetricData of databases that are all at work. */
export function answerAsCloudWatch(body: string): Carried {
  const content = getMetricData(getMetricDataSchema.parse(JSON.parse(body)), new Set(), undefined);
  return {
    statusCode: 200,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: Buffer.from(JSON.stringify(content)),
  };
}
