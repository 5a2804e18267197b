import { makeSlackInspector } from "../../adapters/slack/slack-inspector.ts";
import { makeAccessToken } from "../../adapters/teams/access-token.ts";
import type { Check } from "../../app/doctor/check.ts";
import { checkClock } from "../../app/doctor/checks/clock.ts";
import { checkKeys, type SigningKey } from "../../app/doctor/checks/keys.ts";
import { checkMail } from "../../app/doctor/checks/mail.ts";
import { checkPolicy } from "../../app/doctor/checks/policy.ts";
import { checkPollers } from "../../app/doctor/checks/pollers.ts";
import { checkQueues } from "../../app/doctor/checks/queues.ts";
import { checkRoles } from "../../app/doctor/checks/roles.ts";
import { checkSeals } from "../../app/doctor/checks/seals.ts";
import { checkSlack } from "../../app/doctor/checks/slack.ts";
import { checkTables } from "../../app/doctor/checks/tables.ts";
import { checkTeams } from "../../app/doctor/checks/teams.ts";
import { checkTopics } from "../../app/doctor/checks/topics.ts";
import { makeDynamoDbTableInspector } from "../../aws/dynamodb/table-inspector.ts";
import { makeKmsClient, makeKmsSigner, readPublicKey } from "../../aws/kms/signer.ts";
import { makeSesMailInspector } from "../../aws/ses/mail-inspector.ts";
import { makeSesClient } from "../../aws/ses/mail-transport.ts";
import { makeSnsClient } from "../../aws/sns/event-publisher.ts";
import { makeSnsTopicInspector } from "../../aws/sns/topic-inspector.ts";
import { makeSqsQueueInspector } from "../../aws/sqs/queue-inspector.ts";
import { makeSqsClient } from "../../aws/sqs/run-queue.ts";
import { makeAssumeRole, makeStsClient } from "../../aws/sts/assume-role.ts";
import { makeAwsClock } from "../../aws/sts/aws-clock.ts";
import { readLauncherConfig } from "../../config.ts";
import { readManifestScopes } from "../../manifests/slack-manifest.ts";
import { wireSlackSecret, wireTeamsBot } from "../../wiring/wire-secrets.ts";
import { systemClock, wireActionStores, wirePolicy } from "../../wiring.ts";
import { type Deployment, withBuckets } from "../open-deployment.ts";
import { openSealKeeper } from "../seal-keeper.ts";
import { silentLog } from "../silent-log.ts";
import { expectedOf } from "./expected.ts";

/** The least that there is. */
const roleSeconds = 900;

/** Every check, on the deployment that is meant. */
export function wireChecks({ config, infrastructure }: Deployment): readonly Check[] {
  const expected = expectedOf(infrastructure);
  const { slack, email, rds, decisions, seals, tenant, policyFile } = config;
  const readPolicy = () => wirePolicy(config);
  const assumeRole = makeAssumeRole(makeStsClient());
  const { now } = systemClock;
  return [
    checkTables(expected.tables, makeDynamoDbTableInspector()),
    checkTopics(expected.topics, makeSnsTopicInspector(makeSnsClient())),
    checkQueues(expected.queues, makeSqsQueueInspector(makeSqsClient())),
    checkMail(
      { from: email.from, isEmbedded: readLauncherConfig().endpoints.ses !== undefined },
      makeSesMailInspector(makeSesClient()),
    ),
    checkSlack(readManifestScopes, async () => {
      const secret = await wireSlackSecret(config, silentLog).read();
      return secret && makeSlackInspector({ ...secret.current, apiUrl: slack.apiUrl });
    }),
    checkTeams(async () => {
      const secret = wireTeamsBot(config, silentLog);
      const bot = await secret.read();
      return bot && { appId: bot.current.appId, askToken: makeAccessToken(secret, now) };
    }),
    checkRoles({ readPolicy, ownOperatorRole: rds.operatorRoleArn, externalId: rds.externalId }, (role) =>
      assumeRole({ ...role, seconds: roleSeconds }),
    ),
    checkClock(makeAwsClock(makeStsClient())),
    checkPolicy(policyFile, readPolicy),
    checkKeys([keyOf("decisions", decisions.keyId), keyOf("seals", seals.keyId)].flatMap((key) => key ?? [])),
    checkPollers(wireActionStores(config).sightings, now),
    checkSeals(async () => openSealKeeper(await withBuckets(config), []), tenant, now),
  ];
}

function keyOf(about: string, keyId: string | undefined): SigningKey | undefined {
  if (keyId === undefined) return undefined;
  const client = makeKmsClient();
  return { about, ...makeKmsSigner(client, keyId), publicKey: () => readPublicKey(client, keyId) };
}
