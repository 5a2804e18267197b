import { expect, onTestFinished, test } from "vitest";
import { readLauncherConfig } from "../../src/config.ts";
import { startEmbeddedAws } from "../../src/local/embedded.ts";
import { temporaryFolder } from "./rds/rds-under-test.ts";

const elsewhere = "http://127.0.0.1:9";

/** What the clients are told of CloudWatch, with every other service but RDS somewhere else. */
async function cloudWatchWith(environment: Readonly<Record<string, string>>): Promise<string | undefined> {
  const config = readLauncherConfig({
    PORT: "0",
    AWS_ENDPOINT_URL_DYNAMODB: elsewhere,
    AWS_ENDPOINT_URL_SNS: elsewhere,
    AWS_ENDPOINT_URL_SQS: elsewhere,
    AWS_ENDPOINT_URL_SES: elsewhere,
    ...environment,
  });
  const aws = await startEmbeddedAws(await temporaryFolder(), config);
  onTestFinished(() => aws.stop());
  return aws.environment.AWS_ENDPOINT_URL_CLOUDWATCH;
}

test("the embedded databases have embedded metrics", async () => {
  const url = await cloudWatchWith({});

  const answer = await fetch(`${url}/_control/calls`);

  expect(await answer.json()).toEqual([]);
});

test("databases somewhere else never have invented metrics: the real CloudWatch is asked", async () => {
  expect(await cloudWatchWith({ AWS_ENDPOINT_URL_RDS: elsewhere })).toBeUndefined();
});

test("a CloudWatch of one's own is asked, whatever databases there are", async () => {
  const own = { AWS_ENDPOINT_URL_CLOUDWATCH: "http://127.0.0.1:8" };

  expect(await cloudWatchWith(own)).toBe("http://127.0.0.1:8");
  expect(await cloudWatchWith({ ...own, AWS_ENDPOINT_URL_RDS: elsewhere })).toBe("http://127.0.0.1:8");
});
