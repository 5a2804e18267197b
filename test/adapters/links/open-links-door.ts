import { onTestFinished } from "vitest";
import { makeLinksHandler } from "../../../src/adapters/links/links-handler.ts";
import { makeBeginDecision } from "../../../src/app/begin-decision.ts";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { withDelegations } from "../../../src/app/delegation/with-delegations.ts";
import { makeDecideByLink } from "../../../src/app/links/decide-by-link.ts";
import { makeIssueToken } from "../../../src/app/links/issue-token.ts";
import { makeOpenLink } from "../../../src/app/links/open-link.ts";
import { makeSweepTokens } from "../../../src/app/links/sweep-tokens.ts";
import type { RequestStore } from "../../../src/app/ports/request-store.ts";
import { requestsOfTenant } from "../../../src/app/requests-of-tenant.ts";
import { makeSubmitRequest } from "../../../src/app/submit/submit-request.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { newToken } from "../../../src/chance/new-token.ts";
import { type ApprovalLink, approvalUrlOf } from "../../../src/core/links/approval-link.ts";
import type { Person } from "../../../src/core/person.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import { startHttpGateway } from "../../../src/local/host/http-gateway.ts";
import type { Log } from "../../../src/log.ts";
import { accepted, submissionOf } from "../../support/desk.ts";
import { hiddenFieldsOf } from "../../support/hidden-fields-of.ts";
import { tenant, type Workbench } from "../../support/workbench.ts";

export type LinksDoor = Awaited<ReturnType<typeof openLinksDoor>>;

interface Options {
  readonly tenant?: string;
  readonly requests?: RequestStore;
  /** Where the handler writes instead of into `logged`. */
  readonly log?: Pick<Log, "info" | "error">;
}

/** The handler of the links behind an HTTP gateway, over the file's stores, with a clock of its own. Gone when the test is. */
export async function openLinksDoor(bench: Workbench, options: Options = {}) {
  let movedMilliseconds = 0;
  const now = () => new Date(Date.now() + movedMilliseconds);
  const { tokens } = bench;
  const store = withDelegations(options.requests ?? bench.requests, { delegations: bench.delegations, now });
  const requests = requestsOfTenant(store, options.tenant ?? tenant);
  const { policy, inventory } = bench;
  const changer = { requests, policy, inventory, now };
  const logged: string[] = [];
  const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const links = { ...changer, tokens };
  const handler = makeLinksHandler({
    now,
    log: options.log ?? { info: note, error: note },
    openLink: makeOpenLink(links),
    windows: policy.windows,
    decideByLink: makeDecideByLink({
      ...links,
      windows: policy.windows,
      beginDecision: makeBeginDecision(changer),
      decideRequest: makeDecideRequest(changer),
    }),
  });
  const thrown: unknown[] = [];
  const gateway = await startHttpGateway({
    routes: [{ method: "ANY", path: "/approval", functionName: "links", invoke: handler }],
    report: ({ error }) => thrown.push(error),
  });
  onTestFinished(() => gateway.stop());
  const submit = makeSubmitRequest({ ...bench, tenant, now, newRequestId });
  const issueToken = makeIssueToken({ tokens, now, newToken });

  return {
    handler,
    logged,
    thrown,
    url: gateway.url,
    now,
    changer,
    issueToken,
    decide: makeDecideRequest(changer),
    sweep: makeSweepTokens(links),
    pass(seconds: number): void {
      movedMilliseconds += seconds * 1000;
    },
    ask: async (asked: Parameters<typeof submissionOf>[0] = {}) =>
      accepted(await submit(submissionOf(asked))),
    async linkTo(
      request: ApprovalRequest,
      { id }: Person,
      action: ApprovalLink["action"] = "approve",
    ): Promise<ApprovalLink> {
      return { action, requestId: request.id, token: await issueToken(request, id) };
    },
    open: (link: ApprovalLink, method = "GET") => read(fetch(approvalUrlOf(gateway.url, link), { method })),
    /** Opens the page and sends its form, with what a reader fills in. */
    async send(link: ApprovalLink, filled: Readonly<Record<string, string>> = {}) {
      const page = await read(fetch(approvalUrlOf(gateway.url, link)));
      return this.post({ ...hiddenFieldsOf(page.text), ...filled });
    },
    post: (fields: Readonly<Record<string, string>>) =>
      read(fetch(`${gateway.url}/approval`, { method: "POST", body: new URLSearchParams(fields) })),
    async find(id: RequestId): Promise<ApprovalRequest> {
      const request = await bench.requests.find(id);
      if (!request) throw new Error(`${id} is not there`);
      return request;
    },
    eventKinds: async (id: RequestId) => (await bench.auditLog.list(id)).map(({ kind }) => kind),
  };
}

export async function read(answer: Promise<Response>) {
  const response = await answer;
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** What the form's text fields hold as the page comes. */
export function prefilledIn(page: string): string {
  return /<textarea[^>]*>\n?([^<]*)<\/textarea>/.exec(page)?.[1] ?? "";
}

/** How the name of the request's database ends. */
export function endingOf({ intent }: ApprovalRequest): string {
  return intent.kind === "rds" ? intent.instance.id.slice(-4) : "";
}
