import { onTestFinished } from "vitest";
import { makeAnalyticsHandler } from "../../../src/adapters/links/analytics/analytics-handler.ts";
import { makeIssueAnalyticsLink, makeOpenAnalyticsLink } from "../../../src/app/analytics/analytics-link.ts";
import { makeGatherAnalytics } from "../../../src/app/analytics/gather-analytics.ts";
import { readPolicy } from "../../../src/app/files/read-policy.ts";
import { makeDynamoDbRequestHistory } from "../../../src/aws/dynamodb/request-history.ts";
import { startHttpGateway } from "../../../src/local/host/http-gateway.ts";
import { ben } from "../../aws/dynamodb/sample-requests.ts";
import { accepted } from "../../support/desk.ts";
import { seasonGroups } from "../../support/season.ts";
import type { Workbench } from "../../support/workbench.ts";

interface Options {
  readonly tenant: string;
  readonly now?: () => Date;
  readonly more?: string;
  /** Whether there is time for more when it is asked for the nth time; always by default. */
  readonly remainingMilliseconds?: () => number;
}

/** The analytics page behind an HTTP gateway, over the file's stores and KMS. Gone when the test is. */
export async function openAnalyticsDoor(bench: Workbench, options: Options) {
  let movedMilliseconds = 0;
  const { tenant, remainingMilliseconds = () => 29_000, more = "" } = options;
  const now = () => new Date((options.now?.() ?? new Date()).getTime() + movedMilliseconds);
  const policy = readPolicy(
    `version: 1\ngroups:${seasonGroups}\nenvironments: { production: {} }\ndefaults: { approvers: [dba], notify: {} }\n${more}`,
    "policy.yaml",
  );
  const deps = { policy, tenant, now, secrets: bench.secrets };
  const logged: string[] = [];
  const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const handler = makeAnalyticsHandler({
    openAnalyticsLink: makeOpenAnalyticsLink(deps),
    gatherAnalytics: makeGatherAnalytics({
      ...deps,
      history: makeDynamoDbRequestHistory(bench.documents, bench.tables),
    }),
    log: { info: note, warn: note, error: note },
  });
  const gateway = await startHttpGateway({
    routes: [
      {
        method: "ANY",
        path: "/analytics",
        functionName: "analytics",
        invoke: (event) => handler(event, { getRemainingTimeInMillis: remainingMilliseconds }),
      },
    ],
    report: ({ error }) => {
      throw error;
    },
  });
  onTestFinished(() => gateway.stop());
  const issue = makeIssueAnalyticsLink({ ...deps, publicUrl: () => gateway.url });
  return {
    url: gateway.url,
    logged,
    issue,
    linkFor: async (reader = ben) => accepted(await issue(reader)).url,
    pass(seconds: number): void {
      movedMilliseconds += seconds * 1000;
    },
  };
}
