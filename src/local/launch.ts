import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LauncherConfig, readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { createResources } from "./create-resources.ts";
import { startEmbeddedAws } from "./embedded.ts";
import { makeIamAuthorizer } from "./host/iam-authorizer.ts";
import { type LambdaLoader, lazily, type Report, type Running } from "./host/invoke.ts";
import { startHost } from "./host/start-host.ts";
import { startLocalSlack } from "./local-slack.ts";
import { startOnPremises } from "./on-premises/start-on-premises.ts";
import { writeOperatorFile } from "./operator-file.ts";
import { openAccessKeys } from "./parts/access-keys.ts";
import { openDataFolder } from "./parts/data-folder.ts";
import { findFreePort } from "./parts/free-port.ts";
import { acmePeople } from "./parts/workspace.ts";
import { preferredPort } from "./port-plan.ts";
import { readInfrastructure } from "./provision/read-infrastructure.ts";
import { refuseHalfASlack } from "./refuse-half-a-slack.ts";
import { makeSampleApiKeys } from "./sample-api-keys.ts";
import { putChatSecrets } from "./secrets/put-chat-secrets.ts";
import { startSocketMode } from "./socket-mode.ts";
import { type LocalTeams, startLocalTeams } from "./teams/local-teams.ts";
import { teamsAddressFile } from "./teams/teams-address-file.ts";
import { writeReviewWorkflow } from "./workflows/review-file.ts";

export interface Launched extends Running {
  /** The page to open; nothing when a real Slack workspace is used. */
  readonly chatUrl: string | undefined;
  readonly botUrl: string;
  /** The page for Microsoft's local client; nothing when the real Teams is used. */
  readonly teamsUrl: string | undefined;
  /** Where the REST API is. */
  readonly apiUrl: string;
  /** The configuration of the sample premises' trigger. */
  readonly triggerFile: string;
  /** The embedded mailbox's page. */
  readonly inboxUrl: string | undefined;
  readonly dataFolder: string;
  /** How many unfinished requests of an earlier start are shown again. */
  readonly restored: number;
}

type Environment = Record<string, string | undefined>;

/** Everything here happens faster than on AWS, so that nobody waits for it. Each can be set from outside. */
const localPace = {
  RUN_POLL_SECONDS: "2",
  RUN_LEASE_SECONDS: "15",
  RUN_TRACE_SECONDS: "10",
  DELIVERY_LEASE_SECONDS: "12",
  // Receivers are tried out on one's own machine.
  WEBHOOKS_ON_LOOPBACK: "true",
} as const;

/** What a start waits for: it finds what is wrong with the policy and the surroundings. The others load what they need when called. */
const handlers: Readonly<Record<string, LambdaLoader>> = {
  slack: () => import("../lambda/slack.ts"),
  teams: later(() => import("../lambda/teams.ts")),
  api: later(() => import("../lambda/api.ts")),
  links: later(() => import("../lambda/links.ts")),
  analytics: later(() => import("../lambda/analytics.ts")),
  measure: later(() => import("../lambda/measure.ts")),
  "revoke-tokens": () => import("../lambda/revoke-tokens.ts"),
  "publish-events": () => import("../lambda/publish-events.ts"),
  "notify-slack": () => import("../lambda/notify-slack.ts"),
  "notify-teams": later(() => import("../lambda/notify-teams.ts")),
  "notify-email": () => import("../lambda/notify-email.ts"),
  "notify-webhooks": later(() => import("../lambda/notify-webhooks.ts")),
  "notify-operations": later(() => import("../lambda/notify-operations.ts")),
  "email-feedback": later(() => import("../lambda/email-feedback.ts")),
  dispatch: () => import("../lambda/dispatch.ts"),
  "refresh-preflight": () => import("../lambda/refresh-preflight.ts"),
  "run-operation": () => import("../lambda/run-operation.ts"),
  "poller-reports": later(() => import("../lambda/poller-reports.ts")),
  "step-functions": later(() => import("../lambda/step-functions.ts")),
  schedule: () => import("../lambda/schedule.ts"),
  inventory: () => import("../lambda/inventory.ts"),
  "seal-audit": () => import("../lambda/seal-audit.ts"),
};

function later(load: LambdaLoader): LambdaLoader {
  return async () => ({ handler: lazily(load) });
}

/**
 * Starts the embedded parts, makes the tables and queues, and runs the production handlers on them in this process.
 * `environment` is what the handlers will read; it is completed here, and what it says already stays.
 */
export async function launch(
  config: LauncherConfig,
  environment: Environment,
  { isFresh, report }: { readonly isFresh: boolean; readonly report: Report },
): Promise<Launched> {
  if (!config.hasSlack) refuseHalfASlack(environment);
  const given = { ...environment };
  const running: Running[] = [];
  const kept = <One extends Running>(one: One): One => {
    running.push(one);
    return one;
  };
  const stop = async () => {
    for (const one of running.splice(0).toReversed()) await one.stop();
  };
  try {
    const folder = await openDataFolder(config.dataFolder, { fresh: isFresh });
    kept({ stop: folder.release });
    const aws = kept(await startEmbeddedAws(folder.path, config));
    setMissing(environment, aws.environment);
    const slack = config.hasSlack ? undefined : kept(await startLocalSlack(folder.path, config.port));
    setMissing(environment, slack?.environment ?? {});
    const teams = hasOwnTeams(config)
      ? kept(await startLocalTeams(preferredPort(config.port, "teams")))
      : undefined;
    setMissing(environment, teams?.environment ?? {});

    const infrastructure = await readInfrastructure({ stage: "local" });
    const resources = kept(
      await createResources(infrastructure, { maxVisibilitySeconds: config.queueRetrySeconds }),
    );
    setMissing(environment, { ...resources.environment, ...localPace, LOG_FORMAT: "pretty" });
    await putChatSecrets(resources.clients.secrets, environment, { slack, teams });

    // Before any handler runs: none may look for a message that local-slack has forgotten.
    await teams?.install();
    const restored = (await slack?.restore()) ?? 0;
    const accessKeys = await openAccessKeys(folder.path, Object.values(acmePeople));
    await makeSampleApiKeys(folder.path, readConfig(environment));
    const positions = join(folder.path, "positions");
    await mkdir(positions, { recursive: true });
    const host = kept(
      await startHost({
        ...resources,
        functions: infrastructure.functions,
        handlers,
        dataFolder: positions,
        report,
        authorize: makeIamAuthorizer(accessKeys),
        onListening: (url) => setMissing(environment, { PUBLIC_URL: url }),
        port: await botPort(config),
      }),
    );
    const botUrl = `${host.url}/slack/events`;
    slack?.connect(botUrl);
    if (teams) kept(await openTeamsDoor(folder.path, teams, `${host.url}/api/messages`));
    if (config.hasSocketMode) kept(await startSocketMode());
    await host.prepared;
    writeReviewWorkflow(folder.path, {
      endpoint: environment.AWS_ENDPOINT_URL_SFN ?? "",
      region: config.region,
      stateMachineArn: resources.provisioned.resolve({ Ref: "QuestionReview" }),
    });
    const premises = kept(
      await startOnPremises({
        dataFolder: folder.path,
        environment,
        decisionsUrl: resources.provisioned.resolve({ Ref: "DecisionQueue" }),
        reportsUrl: resources.provisioned.resolve({ Ref: "PollerReportsQueue" }),
        log: makeLog(readConfig(environment).log, "poller"),
      }),
    );
    kept(await writeOperatorFile(folder.path, environment, given));
    return {
      chatUrl: slack?.url,
      botUrl,
      teamsUrl: teams?.url,
      apiUrl: host.url,
      triggerFile: premises.triggerFile,
      inboxUrl: aws.inboxUrl,
      dataFolder: folder.path,
      restored,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Any port is left to the moment of listening: one that is found free now can be taken by then. */
async function botPort({ port }: LauncherConfig): Promise<number> {
  return port === 0 ? 0 : findFreePort(preferredPort(port, "bot"));
}

/** Whoever is at this machine can be anybody in it: not beside a real bot, nor where databases are that are none of ours. */
function hasOwnTeams({ hasTeams, endpoints }: LauncherConfig): boolean {
  return !hasTeams && endpoints.rds === undefined;
}

/** Lets what people do in Teams through, and says where for `npm run teams`. */
async function openTeamsDoor(dataFolder: string, teams: LocalTeams, botUrl: string): Promise<Running> {
  teams.connect(botUrl);
  const file = teamsAddressFile(dataFolder);
  await writeFile(file, teams.url);
  return { stop: () => rm(file, { force: true }) };
}

function setMissing(environment: Environment, values: Readonly<Record<string, string>>): void {
  for (const [variable, value] of Object.entries(values)) environment[variable] ??= value;
}
