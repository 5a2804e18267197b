import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { onTestFinished } from "vitest";
import { makeSlackAnnouncements } from "../../../src/adapters/slack/slack-announcements.ts";
import { makeSlackHandler } from "../../../src/adapters/slack/slack-handler.ts";
import type { SlackLog } from "../../../src/adapters/slack/slack-log.ts";
import { makeBeginDecision } from "../../../src/app/begin-decision.ts";
import { makeCancelRequest } from "../../../src/app/cancel-request.ts";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { withDelegations } from "../../../src/app/delegation/with-delegations.ts";
import { makeOpenHome } from "../../../src/app/home/open-home.ts";
import type { Inventory } from "../../../src/app/ports/inventory.ts";
import type { Secret } from "../../../src/app/ports/secret.ts";
import { makeAskPreflight } from "../../../src/app/preflight/ask-preflight.ts";
import { makeReviewEmergency } from "../../../src/app/review-emergency.ts";
import { givenSecret } from "../../../src/app/secrets/given-secret.ts";
import type { SlackSecret } from "../../../src/app/secrets/slack-secret.ts";
import { makeRevertRequest } from "../../../src/app/submit/revert-request.ts";
import { makeSubmitRequest } from "../../../src/app/submit/submit-request.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import { startHttpGateway } from "../../../src/local/host/http-gateway.ts";
import { acmeChannels, acmePeople } from "../../../src/local/parts/workspace.ts";
import { analyticsLinks } from "../../support/analytics-links.ts";
import { accepted, submissionOf } from "../../support/desk.ts";
import { acmeSlack } from "../../support/strict-slack/acme-slack.ts";
import { type StrictSlackOptions, startStrictSlack } from "../../support/strict-slack/start-strict-slack.ts";
import { tenant, type Workbench } from "../../support/workbench.ts";

export const signingSecret = "strict-signing-secret";
export const botToken = "xoxb-strict-bot-token";

export const channel = acmeChannels.approvals.id;
export const productionChannel = acmeChannels.production.id;

export const [dana, priya, tom, lena, olga] = [
  acmePeople.dana.id,
  acmePeople.priya.id,
  acmePeople.tom.id,
  acmePeople.lena.id,
  acmePeople.olga.id,
];

export interface DoorOptions {
  readonly users?: StrictSlackOptions["users"];
  readonly channels?: StrictSlackOptions["channels"];
  readonly inventory?: Pick<Inventory, "listNamed" | "search">;
  readonly policy?: Workbench["policy"];
  /** The strict Slack's own when left out. */
  readonly secret?: Secret<SlackSecret>;
  /** Where the handler writes instead of into `log.entries`. */
  readonly log?: SlackLog;
  /** Shown each event before the handler gets it. */
  readonly onEvent?: (event: APIGatewayProxyEventV2) => void;
}

export type Door = Awaited<ReturnType<typeof openSlackDoor>>;

/** One test's strict Slack with our handler behind an HTTP gateway, over the file's stores. Gone when the test is. */
export async function openSlackDoor(bench: Workbench, options: DoorOptions = {}) {
  const log = recordLog();
  const storeCalls: string[] = [];
  const requests = withDelegations(recorded(bench.requests, storeCalls), {
    delegations: bench.delegations,
    now: () => now(),
  });
  const inventory = recorded({ ...bench.inventory, ...options.inventory }, storeCalls);
  let movedMilliseconds = 0;
  const now = () => new Date(Date.now() + movedMilliseconds);
  const { policy = bench.policy } = options;
  const ports = { requests, inventory, policy, prices: bench.prices, tenant, now };
  const slack = await startStrictSlack({
    users: [...acmeSlack.users, ...(options.users ?? [])],
    channels: [...Object.values(acmeChannels), ...(options.channels ?? [])].map(({ id, name, ...more }) => ({
      ...more,
      id,
      name,
    })),
    signingSecret,
    botToken,
    // The machine is shared; nothing here is about how long an answer takes.
    ackLimitMs: 30_000,
  });
  const access = {
    secret: options.secret ?? givenSecret({ botToken, signingSecret }),
    apiUrl: slack.url,
    log: options.log ?? log,
  };
  const submitRequest = makeSubmitRequest({ ...ports, newRequestId });
  const decideRequest = makeDecideRequest(ports);
  const delegations = makeDelegations({ ...ports, delegations: bench.delegations });
  const handler = makeSlackHandler({
    ...ports,
    ...access,
    submitRequest,
    ...analyticsLinks(bench, ports),
    beginDecision: makeBeginDecision(ports),
    decideRequest,
    cancelRequest: makeCancelRequest(ports),
    revertRequest: makeRevertRequest({ ...ports, submitRequest }),
    askPreflight: makeAskPreflight(ports),
    delegations,
    openHome: makeOpenHome({ ...ports, delegations }),
    reviewEmergency: makeReviewEmergency(ports),
  });
  const gateway = await startHttpGateway({
    routes: [
      {
        method: "POST",
        path: "/slack/events",
        functionName: "slack",
        invoke: (event) => {
          options.onEvent?.(event as APIGatewayProxyEventV2);
          return handler(event as APIGatewayProxyEventV2);
        },
      },
    ],
    report: ({ error }) => log.error({ err: error }, "the handler threw"),
  });
  slack.setRequestUrl(`${gateway.url}/slack/events`);
  onTestFinished(async () => {
    await gateway.stop();
    await slack.stop();
  });
  const unreachable: string[] = [];
  const announce = makeSlackAnnouncements({
    ...access,
    requests,
    auditLog: bench.auditLog,
    deliveries: bench.deliveries,
    now,
    leaseSeconds: 30,
    onUnreachable: ({ place }) => unreachable.push(place),
  });

  async function find(id: RequestId): Promise<ApprovalRequest> {
    const request = await bench.requests.find(id);
    if (!request) throw new Error(`${id} is not there`);
    return request;
  }

  return {
    slack,
    handler,
    decideRequest,
    log,
    storeCalls,
    unreachable,
    announce,
    find,
    changer: { requests: bench.requests, inventory: bench.inventory, policy, now },
    url: `${gateway.url}/slack/events`,
    pass(seconds: number): void {
      movedMilliseconds += seconds * 1000;
    },
    command: (text: string, user: string = dana) => slack.command({ user, channel, text }),
    /** What the last command or click told the person alone, in one text. */
    told(): string {
      return textOf(slack.ephemerals().at(-1));
    },
    /** A request that is filed and posted in its channel. */
    async ask(asked: Parameters<typeof submissionOf>[0] = {}) {
      const request = accepted(await submitRequest(submissionOf(asked)));
      await announce(request.id);
      const [place = ""] = request.slackChannels;
      const card = slack.messages(place).findLast((message) => textOf(message).includes(request.id));
      if (!card) throw new Error("the card is not there");
      return { request, place, ts: card.ts };
    },
    async eventKinds(id: RequestId): Promise<readonly string[]> {
      return (await bench.auditLog.list(id)).map(({ kind }) => kind);
    },
    listBy: async (person: { readonly id: ApprovalRequest["requestedBy"]["id"] }) =>
      (await bench.requests.listByRequester(tenant, person.id, { limit: 50 })).items,
  };
}

/** All texts of a message, as a reader sees them. */
export function textOf(
  message: { readonly text: string; readonly blocks: readonly object[] } | undefined,
): string {
  return JSON.stringify([message?.text, message?.blocks], undefined, 1);
}

export function recordLog() {
  const entries: { readonly level: string; readonly fields: object; readonly message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void entries.push({ level, fields, message });
  return { entries, warn: at("warn"), error: at("error") };
}

/** The port, noting the name of each call that is made to it. */
function recorded<Port extends object>(port: Port, calls: string[]): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const member = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        calls.push(String(name));
        return Reflect.apply(member, target, args);
      };
    },
  });
}
