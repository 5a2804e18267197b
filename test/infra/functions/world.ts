import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { makeRefreshInventory } from "../../../src/app/inventory/refresh-inventory.ts";
import type { EventNotice } from "../../../src/app/ports/event-publisher.ts";
import { readConfig, readLauncherConfig } from "../../../src/config.ts";
import type { EventKind } from "../../../src/core/audit-event.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { createResources } from "../../../src/local/create-resources.ts";
import { startEmbeddedAws } from "../../../src/local/embedded.ts";
import { toSqsRecord } from "../../../src/local/host/sqs-record.ts";
import { readInfrastructure } from "../../../src/local/provision/read-infrastructure.ts";
import { type Reference, resolveReference } from "../../../src/local/provision/reference.ts";
import { putChatSecrets } from "../../../src/local/secrets/put-chat-secrets.ts";
import { startLocalSts } from "../../../src/local/sts/local-sts.ts";
import { ownOperatorRole } from "../../../src/local/sts/sample-roles.ts";
import { acmeTenant } from "../../../src/local/teams/acme-tenant.ts";
import { wireRds } from "../../../src/wiring/wire-rds.ts";
import { wireEventPublisher, wireUseCases } from "../../../src/wiring.ts";
import { accepted, decisionOf, submissionOf } from "../../support/desk.ts";
import { eventually } from "../../support/eventually.ts";
import { acmeSlack } from "../../support/strict-slack/acme-slack.ts";
import { startStrictSlack } from "../../support/strict-slack/start-strict-slack.ts";
import { acmeTeam, acmeTeamsPeople, acmeTenantId } from "../../support/strict-teams/acme-teams.ts";
import { startStrictTeams } from "../../support/strict-teams/start-strict-teams.ts";
import { lena, priya } from "../../support/workbench.ts";

export const stage = "dev";
/** Where the links of mails would lead; the gateway's address comes only with the deployment. */
export const publicUrl = "https://countersign.acme.example";

const slackSecrets = { bot_token: "xoxb-packaged", signing_secret: "packaged-signing-secret" } as const;
const teamsSecrets = {
  app_id: "11111111-2222-4333-8444-555555555555",
  app_password: "packaged-password",
  tenant_ids: acmeTenantId,
} as const;

export type World = Awaited<ReturnType<typeof startWorld>>;

/**
 * All that deployed functions find outside: AWS with everything that `infra/` defines, Slack, Teams and a mailbox. This process is
 * given the same AWS, so it must be the file's own.
 */
export async function startWorld() {
  const folder = await mkdtemp(join(tmpdir(), "countersign-functions-"));
  // As deployed: the role is taken on with the stage's own external id.
  const roles = [{ arn: ownOperatorRole, externalId: `countersign-${stage}` }];
  const sts = await startLocalSts({ roles });
  const aws = await startEmbeddedAws(
    folder,
    readLauncherConfig({ PORT: "0", AWS_ENDPOINT_URL_STS: sts.url }),
  );
  Object.assign(process.env, aws.environment);
  const slack = await startStrictSlack({
    ...acmeSlack,
    signingSecret: slackSecrets.signing_secret,
    botToken: slackSecrets.bot_token,
    // Nothing here is about how long an answer takes.
    ackLimitMs: 30_000,
  });
  const teams = await startStrictTeams({
    appId: teamsSecrets.app_id,
    appPassword: teamsSecrets.app_password,
    tenantId: teamsSecrets.tenant_ids,
    people: Object.values(acmeTeamsPeople),
    // The channel that the policy names.
    teams: [{ ...acmeTeam, channels: [...acmeTeam.channels, acmeTenant.channel] }],
    answerLimitMs: 30_000,
  });
  const infrastructure = await readInfrastructure({ stage });
  const resources = await createResources(infrastructure, { maxVisibilitySeconds: 1 });
  const { clients, provisioned } = resources;
  const config = readConfig({
    ...resources.environment,
    STAGE: stage,
    POLICY_FILE: "infra/policy.yaml",
    RDS_OPERATOR_ROLE_ARN: ownOperatorRole,
    WEBHOOKS_ON_LOOPBACK: "true",
  });
  const useCases = wireUseCases(config);
  const publisher = wireEventPublisher(config);
  const deployed = new Map([
    ["OperatorRole", { ref: "countersign-operator", attributes: { Arn: ownOperatorRole } }],
    ["HttpApi", { ref: "api", attributes: { ApiEndpoint: publicUrl } }],
  ]);

  /** What the queue holds of the event that looks for it, as Lambda hands it over. What is another story's is let go. */
  function receive(queue: string, isMeant: (body: string) => boolean): Promise<SQSEvent> {
    const arn = provisioned.resolve({ "Fn::GetAtt": [queue, "Arn"] });
    return eventually(`a message in ${queue}`, async () => {
      const { Messages = [] } = await clients.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: provisioned.resolve({ Ref: queue }),
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ["All"],
          MessageAttributeNames: ["All"],
        }),
      );
      const meant = Messages.find(({ Body = "" }) => isMeant(Body));
      return meant && { Records: [toSqsRecord(meant, arn)] };
    });
  }

  async function ask(
    instanceId = "staging-orders-01",
    submit = useCases.submitRequest,
  ): Promise<ApprovalRequest> {
    return accepted(await submit(submissionOf({ instanceId })));
  }

  async function find(id: ApprovalRequest["id"]): Promise<ApprovalRequest> {
    const request = await useCases.requests.find(id);
    if (!request) throw new Error(`${id} is not there`);
    return request;
  }

  async function stop(): Promise<void> {
    await Promise.all([slack.stop(), teams.stop(), resources.stop(), aws.stop(), sts.stop()]);
    await rm(folder, { recursive: true, force: true });
  }

  try {
    const refreshInventory = makeRefreshInventory({
      ...useCases,
      rds: wireRds(config),
      onFailure: (_place, error) => {
        throw error;
      },
    });
    await refreshInventory();
    await putChatSecrets(clients.secrets, resources.environment, {
      slack: { secret: slackSecrets },
      teams: { secret: teamsSecrets },
    });
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    config,
    useCases,
    slack,
    teams,
    clients,
    inboxUrl: aws.inboxUrl ?? "",
    rdsUrl: aws.environment.AWS_ENDPOINT_URL_RDS ?? "",
    resolve: provisioned.resolve,
    find,
    receive,
    /** Dana's request for a snapshot of an instance, which one person has to approve. */
    ask,
    /** Dana's request with all the approvals that it needs. */
    async askApproved(): Promise<ApprovalRequest> {
      const request = await ask();
      for (const by of [priya, lena].slice(0, request.requirement.approvals)) {
        accepted(await useCases.decideRequest(request.id, decisionOf(request, { by })));
      }
      return find(request.id);
    },
    /** Tells the topic of the request's last event, and gives what then lies in the queue. */
    async tell({ id, version }: ApprovalRequest, kind: EventKind, queue: string): Promise<SQSEvent> {
      const notice: EventNotice = { requestId: id, sequence: version, kind };
      if ((await publisher.publish([notice])).length > 0) throw new Error("the topic did not take the event");
      return receive(queue, (body) => body.includes(id));
    },
    deployed: {
      resolve: (reference: Reference) => {
        const logicalId = typeof reference === "string" ? "" : Object.values(reference).flat()[0];
        return deployed.has(logicalId ?? "")
          ? resolveReference(reference, deployed)
          : provisioned.resolve(reference);
      },
    },
    /** Where the functions find all this. It is all that they are given besides what is deployed. */
    elsewhere: {
      ...Object.fromEntries(
        Object.entries(aws.environment).filter(([name]) => name.startsWith("AWS_ENDPOINT_URL_")),
      ),
      SLACK_API_URL: slack.url,
      TEAMS_OPENID_URL: teams.endpoints.channelOpenId,
      TEAMS_LOGIN_URL: teams.endpoints.login,
      WEBHOOKS_ON_LOOPBACK: "true",
      // Nobody runs what the API has filed.
      API_WAIT_SECONDS: "1",
    },
    stop,
  };
}
