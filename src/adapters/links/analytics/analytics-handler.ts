import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { z } from "zod";
import type { OpenAnalyticsLink } from "../../../app/analytics/analytics-link.ts";
import type { GatherAnalytics } from "../../../app/analytics/gather-analytics.ts";
import { GatewayError } from "../../../app/gateway-error.ts";
import type { PeriodDays } from "../../../core/analytics/period.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { type Answer, toResult } from "../answer.ts";
import { plainPage } from "../pages.ts";
import { analyticsPage } from "./analytics-page.ts";

interface AnalyticsDependencies {
  readonly openAnalyticsLink: OpenAnalyticsLink;
  readonly gatherAnalytics: GatherAnalytics;
  /** Never told of a token. */
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

interface LambdaContext {
  readonly getRemainingTimeInMillis: () => number;
}

export type AnalyticsHandler = (
  event: unknown,
  context: LambdaContext,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** To draw the page and send it, after all is read. */
const pageMilliseconds = 5000;

/** What of a call counts. Parameters that are there twice come joined, and are neither a token nor a number. */
const callSchema = z.object({
  requestContext: z.object({ requestId: z.string(), http: z.object({ method: z.string() }) }),
  queryStringParameters: z.record(z.string(), z.string()).default({}),
});

const daysSchema = z.enum(["7", "30", "90"]).catch("30");
const daysNamed = { 7: 7, 30: 30, 90: 90 } as const satisfies Record<number, PeriodDays>;

/** A handler for `ANY /analytics`: GET and HEAD show the page to who has a good link, anything else is refused. Nothing is written. */
export function makeAnalyticsHandler(dependencies: AnalyticsDependencies): AnalyticsHandler {
  return async (event, context) => {
    const call = callSchema.safeParse(event);
    if (!call.success) return toResult(unknownPage(), "GET");
    const { http, requestId: trace_id } = call.data.requestContext;
    try {
      return toResult(await answerTo(call.data, trace_id, context, dependencies), http.method);
    } catch (error) {
      dependencies.log.error({ trace_id, err: error }, "the analytics page could not be made");
      return toResult(failurePage(error, trace_id), http.method);
    }
  };
}

async function answerTo(
  { requestContext, queryStringParameters }: z.infer<typeof callSchema>,
  trace_id: string,
  context: LambdaContext,
  { openAnalyticsLink, gatherAnalytics, log }: AnalyticsDependencies,
): Promise<Answer> {
  if (!["GET", "HEAD"].includes(requestContext.http.method)) {
    return plainPage(405, "This is not possible here.", "The page is only looked at.", {
      allow: "GET, HEAD",
    });
  }
  const { token = "", days } = queryStringParameters;
  const opened = await openAnalyticsLink(token);
  switch (opened.kind) {
    case "unknown":
      if (opened.cause !== undefined) log.warn({ trace_id, err: opened.cause }, "a link was not one of ours");
      return unknownPage();
    case "expired":
      return plainPage(410, "This link is over.", `It was good for 15 minutes. ${askAnew}`);
    case "refused":
      return plainPage(403, "This page is not for you any more.", refusalText(opened.refusal));
    case "open": {
      const hasTime = () => context.getRemainingTimeInMillis() > pageMilliseconds;
      const gathered = await gatherAnalytics(daysNamed[daysSchema.parse(days)], hasTime);
      const { asked } = gathered.analytics.total;
      log.info(
        { trace_id, person: opened.reader.id, asked, is_cut: gathered.isCut },
        "the analytics were read",
      );
      return analyticsPage(gathered, { ...opened, token });
    }
  }
}

const askAnew =
  "Ask for a new one in chat: /rds-request analytics in Slack, @Countersign analytics in Teams.";

function unknownPage(): Answer {
  return plainPage(404, "This link does not open anything.", `Perhaps it was cut off. ${askAnew}`);
}

function failurePage(error: unknown, traceId: string): Answer {
  return error instanceof GatewayError
    ? plainPage(503, "AWS did not answer.", "Load the page again in a moment.", { "retry-after": "5" })
    : plainPage(500, "Something went wrong.", `Your operators find the cause by ${traceId}.`);
}
