import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { onTestFinished } from "vitest";
import { makeAccessToken } from "../../../src/adapters/teams/access-token.ts";
import { makeBotFrameworkGate } from "../../../src/adapters/teams/bot-framework-gate.ts";
import { makeTeamsAnnouncements } from "../../../src/adapters/teams/teams-announcements.ts";
import { makeTeamsHandler } from "../../../src/adapters/teams/teams-handler.ts";
import type { TeamsLog } from "../../../src/adapters/teams/teams-log.ts";
import { makeCancelRequest } from "../../../src/app/cancel-request.ts";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { withDelegations } from "../../../src/app/delegation/with-delegations.ts";
import { makeOpenHome } from "../../../src/app/home/open-home.ts";
import { makeNoteUndelivered } from "../../../src/app/note-undelivered.ts";
import type { ConversationStore } from "../../../src/app/ports/conversation-store.ts";
import { makeAskPreflight } from "../../../src/app/preflight/ask-preflight.ts";
import { makeReviewEmergency } from "../../../src/app/review-emergency.ts";
import { givenSecret } from "../../../src/app/secrets/given-secret.ts";
import { makeRevertRequest } from "../../../src/app/submit/revert-request.ts";
import { makeSubmitRequest, type Submission } from "../../../src/app/submit/submit-request.ts";
import { makeDynamoDbConversationStore } from "../../../src/aws/dynamodb/conversation-store.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import type { Policy } from "../../../src/core/policy/policy.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import { startHttpGateway } from "../../../src/local/host/http-gateway.ts";
import { analyticsLinks } from "../../support/analytics-links.ts";
import { accepted, submissionOf } from "../../support/desk.ts";
import {
  acmeTeam,
  acmeTeamsChannels,
  acmeTeamsPeople,
  acmeTenantId,
} from "../../support/strict-teams/acme-teams.ts";
import { startStrictTeams } from "../../support/strict-teams/start-strict-teams.ts";
import type { Message } from "../../support/strict-teams/tenant-records.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import { tenant, type Workbench } from "../../support/workbench.ts";

const appId = "11111111-2222-4333-8444-555555555555";
export const appPassword = "strict-teams-password";

export const channel = acmeTeamsChannels.approvals.id;
export const productionChannel = acmeTeamsChannels.production.id;

export const [dana, priya, tom, lena, olga] = [
  acmeTeamsPeople.dana.id,
  acmeTeamsPeople.priya.id,
  acmeTeamsPeople.tom.id,
  acmeTeamsPeople.lena.id,
  acmeTeamsPeople.olga.id,
];

export interface DoorOptions {
  readonly policy?: Workbench["policy"];
  /** What the policy says of the default's and the production rule's notices besides the channels. */
  readonly notify?: Partial<Policy["defaults"]["notify"]>;
  readonly tenantIds?: readonly string[];
  readonly isInstalled?: boolean;
  readonly openIdUrl?: string;
  /** Whether the notifier has a bot. */
  readonly isSetUp?: boolean;
  /** Where the handler writes instead of into `log.entries`. */
  readonly log?: TeamsLog;
}

export type TeamsDoor = Awaited<ReturnType<typeof openTeamsDoor>>;

/** One test's strict Teams with our handler behind an HTTP gateway, over the file's stores. Gone when the test is. */
export async function openTeamsDoor(bench: Workbench, options: DoorOptions = {}) {
  const { notify = {}, tenantIds = [acmeTenantId], isInstalled = true } = options;
  const recorded = recordLog();
  const log = options.log ?? recorded;
  let movedMilliseconds = 0;
  const now = () => new Date(Date.now() + movedMilliseconds);
  const policy = inTeams(options.policy ?? bench.policy, notify);
  const requests = withDelegations(bench.requests, { delegations: bench.delegations, now });
  const ports = {
    requests,
    inventory: bench.inventory,
    policy,
    prices: bench.prices,
    tenant,
    now,
  };
  const teams = await startStrictTeams({
    appId,
    appPassword,
    tenantId: acmeTenantId,
    people: Object.values(acmeTeamsPeople),
    teams: [acmeTeam],
    now: () => now().getTime(),
    // The machine is shared; nothing here is about how long an answer takes.
    answerLimitMs: 30_000,
  });
  const conversations = apart(makeDynamoDbConversationStore(bench.documents, bench.tables));
  const accessToken = makeAccessToken(
    givenSecret({
      credentials: { appId, password: appPassword, tenant: acmeTenantId, loginUrl: teams.endpoints.login },
    }),
    now,
  );
  const gate = makeBotFrameworkGate({
    appId,
    tenantIds,
    openIdUrl: options.openIdUrl ?? teams.endpoints.channelOpenId,
    now,
    log,
  });
  const submitRequest = makeSubmitRequest({ ...ports, newRequestId });
  const delegations = makeDelegations({ ...ports, delegations: bench.delegations });
  const handler = makeTeamsHandler({
    ...ports,
    ...analyticsLinks(bench, ports),
    conversations,
    gate,
    accessToken,
    log,
    submitRequest,
    decideRequest: makeDecideRequest(ports),
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
        path: "/api/messages",
        functionName: "teams",
        invoke: (event) => handler(event as APIGatewayProxyEventV2),
      },
    ],
    report: ({ error }) => log.error({ err: error }, "the handler threw"),
  });
  teams.setBotUrl(`${gateway.url}/api/messages`);
  onTestFinished(async () => {
    await gateway.stop();
    await teams.stop();
  });
  const unreachable: string[] = [];
  const stores = { requests, auditLog: bench.auditLog, deliveries: bench.deliveries };
  const noteUndelivered = makeNoteUndelivered({ ...stores, now, surface: "teams" });
  const bot = options.isSetUp === false ? undefined : { accessToken, tenantIds };
  const announceCards = makeTeamsAnnouncements({
    ...stores,
    conversations,
    bot,
    now,
    leaseSeconds: 30,
    onUnreachable: ({ place }) => unreachable.push(place),
  });
  if (isInstalled) await teams.install(acmeTeam.id, dana);

  async function announce(id: RequestId): Promise<void> {
    await announceCards(id);
    await noteUndelivered(id);
  }

  async function find(id: RequestId): Promise<ApprovalRequest> {
    const request = await requests.find(id);
    if (!request) throw new Error(`${id} is not there`);
    return request;
  }

  return {
    teams,
    handler,
    log: recorded,
    unreachable,
    conversations,
    bot,
    announce,
    find,
    now,
    changer: { requests, inventory: bench.inventory, policy, now },
    url: `${gateway.url}/api/messages`,
    pass(seconds: number): void {
      movedMilliseconds += seconds * 1000;
    },
    say: (text: string, user: string = dana, conversation: string = channel) =>
      teams.say({ user, conversation, text }),
    /** What the bot last wrote there, in one text. */
    lastIn(conversation: string = channel): string {
      return textOf(teams.messages(conversation).findLast(({ from }) => from === teams.bot.id));
    },
    /** The message of the request's card there, as it is now. */
    cardOf(id: RequestId, place: string = productionChannel): Message {
      const message = teams
        .messages(place)
        .findLast((one) => one.from === teams.bot.id && one.root === undefined && textOf(one).includes(id));
      if (!message) throw new Error(`the card of ${id} is not in ${place}`);
      return message;
    },
    /** A request that is filed and posted. */
    async ask(asked: Partial<Submission> = {}): Promise<ApprovalRequest> {
      const request = accepted(await submitRequest(submissionOf({ surface: "teams", ...asked })));
      await announce(request.id);
      return find(request.id);
    },
    async eventKinds(id: RequestId): Promise<readonly string[]> {
      return (await bench.auditLog.list(id)).map(({ kind }) => kind);
    },
    listBy: async (person: { readonly id: ApprovalRequest["requestedBy"]["id"] }) =>
      (await bench.requests.listByRequester(tenant, person.id, { limit: 50 })).items,
  };
}

/** The policy with its channels in Teams instead of Slack. */
function inTeams(policy: Policy, notify: DoorOptions["notify"]): Policy {
  return {
    ...policy,
    defaults: { ...policy.defaults, notify: { slack: [], teams: [channel], ...notify } },
    rules: policy.rules.map((rule) => ({
      ...rule,
      ...(rule.notify && { notify: { slack: [], teams: [productionChannel], ...notify } }),
    })),
  };
}

/** The same table, and one test's own keys in it: ids of people and channels are those of every test. */
function apart(store: ConversationStore): ConversationStore {
  const mark = randomUUID();
  const marked = (id: string) => `${mark}/${id}`;
  const person = (id: string) => `${mark.slice(0, 8)}.${id}` as ApprovalRequest["requestedBy"]["id"];
  return {
    find: async (id) => {
      const found = await store.find(marked(id));
      return found && { ...found, id };
    },
    save: (one) => store.save({ ...one, id: marked(one.id), tenantId: marked(one.tenantId) }),
    findOfTenant: async (tenantId) => {
      const found = await store.findOfTenant(marked(tenantId));
      return found && { ...found, tenantId };
    },
    findMember: async (id) => {
      const found = await store.findMember(person(id));
      return found && { ...found, person: id };
    },
    saveMember: (member) => store.saveMember({ ...member, person: person(member.person) }),
  };
}

function recordLog() {
  const entries: { readonly level: string; readonly fields: object; readonly message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void entries.push({ level, fields, message });
  return { entries, info: at("info"), warn: at("warn"), error: at("error") };
}
