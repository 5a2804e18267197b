import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { GatewayError } from "../../app/gateway-error.ts";
import type { DecideByLink } from "../../app/links/decide-by-link.ts";
import type { OpenLink } from "../../app/links/open-link.ts";
import type { PolicyWindows } from "../../core/timing/parse-when.ts";
import { type Answer, toResult } from "./answer.ts";
import { askPage, deadPage, decidedPage, plainPage, unknownPage } from "./pages.ts";
import { type Call, callSchema, readForm, readLink } from "./read-call.ts";

interface LinksDependencies {
  readonly openLink: OpenLink;
  readonly decideByLink: DecideByLink;
  /** The policy's, for an approval to be limited to. */
  readonly windows: PolicyWindows;
  readonly now: () => Date;
  /** Never told of a token. */
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

export type LinksHandler = (event: unknown) => Promise<APIGatewayProxyStructuredResultV2>;

/** A handler for `ANY /approval`: GET and HEAD show the request, a form that is POSTed decides, anything else is refused. */
export function makeLinksHandler(dependencies: LinksDependencies): LinksHandler {
  return async (event) => {
    const call = callSchema.safeParse(event);
    if (!call.success) return toResult(unknownPage(), "GET");
    const { method } = call.data.requestContext.http;
    try {
      return toResult(await answerTo(call.data, method, dependencies), method);
    } catch (error) {
      const trace_id = call.data.requestContext.requestId;
      dependencies.log.error({ trace_id, err: error }, "a link could not be answered");
      return toResult(failurePage(error, trace_id), method);
    }
  };
}

async function answerTo(call: Call, method: string, dependencies: LinksDependencies): Promise<Answer> {
  switch (method) {
    case "GET":
    case "HEAD":
      return showRequest(call, dependencies);
    case "POST":
      return takeForm(call, dependencies);
    default:
      return plainPage(405, "This is not possible here.", "A link is opened, and its form is sent.", {
        allow: "GET, HEAD, POST",
      });
  }
}

async function showRequest(call: Call, { openLink, windows, now }: LinksDependencies): Promise<Answer> {
  const link = readLink(call);
  if (!link) return unknownPage();
  const opened = await openLink(link);
  switch (opened.kind) {
    case "unknown":
      return unknownPage();
    case "dead":
      return deadPage(opened, now());
    case "open":
      return askPage(link, opened, { windows, now: now() });
  }
}

async function takeForm(call: Call, { decideByLink, windows, now, log }: LinksDependencies): Promise<Answer> {
  const form = readForm(call);
  switch (form.kind) {
    case "too-long":
      return plainPage(413, "That is too much text.", "Go back, shorten the comment, and send it again.");
    case "no-form":
      return plainPage(
        415,
        "This is not the page's form.",
        "Open the link again and send the form on its page.",
      );
    case "no-link":
      return unknownPage();
  }
  const { link, comment, limits } = form;
  const outcome = await decideByLink(link, form);
  log.info({ request_id: link.requestId, action: link.action, outcome: outcome.kind }, "a link's form came");
  switch (outcome.kind) {
    case "unknown":
      return unknownPage();
    case "dead":
      return deadPage(outcome, now());
    case "again":
      return askPage(link, outcome, { windows, now: now() }, { refusal: outcome.refusal, comment, limits });
    case "decided":
      return decidedPage(outcome.request, link.action, now());
  }
}

function failurePage(error: unknown, traceId: string): Answer {
  const passing = "What you sent may or may not have been recorded: open the link again to see.";
  return error instanceof GatewayError
    ? plainPage(503, "AWS did not answer.", `${passing} Try again in a moment.`, { "retry-after": "5" })
    : plainPage(500, "Something went wrong.", `${passing} Your operators find the cause by ${traceId}.`);
}
