import { beforeAll, describe, expect, test } from "vitest";
import { endingEvents } from "../../src/app/links/sweep-tokens.ts";
import { mailCauses } from "../../src/app/mail/plan-mails.ts";
import { measuredEvents } from "../../src/app/measure/measurement-of-event.ts";
import { preflightCauses } from "../../src/app/preflight/refresh-preflight.ts";
import { webhookEvents } from "../../src/core/webhook/webhook.ts";
import type { Resource } from "./package-service.ts";
import { packagedOnce } from "./packaged-once.ts";
import { asList, refsIn, type Statement } from "./template.ts";

let packaged: Awaited<ReturnType<typeof packagedOnce>>;

beforeAll(async () => {
  packaged = await packagedOnce("plain");
}, 180_000);

const ofType = (type: string) => packaged.ofType(type);

describe("functions", () => {
  test("each carries its own bundle, with a source map, and the policy file, and nothing of the others", async () => {
    const zip = await packaged.zipOf("run-operation");

    expect(zip.includes("src/lambda/run-operation.mjs")).toBe(true);
    expect(zip.includes("src/lambda/run-operation.mjs.map")).toBe(true);
    expect(zip.includes("infra/policy.yaml")).toBe(true);
    expect(zip.includes("src/lambda/slack.mjs")).toBe(false);
    expect(zip.includes("serverless.yml")).toBe(false);
  });

  test("a chat's secret is empty at first, kept when the stack goes, and encrypted by a key that serves Secrets Manager alone", () => {
    const secrets = ofType("AWS::SecretsManager::Secret");
    const key = packaged.resources.ChatSecretsKey?.Properties.KeyPolicy.Statement[1];

    expect(secrets.map(([, { Properties }]) => Properties.Name)).toEqual([
      "countersign/dev/slack",
      "countersign/dev/teams",
    ]);
    for (const [, secret] of secrets) {
      expect(secret).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
      expect(refsIn(secret.Properties.KmsKeyId)).toEqual(["ChatSecretsKey"]);
      expect(Object.keys(secret.Properties)).not.toContain("SecretString");
    }
    expect(Object.keys(key.Condition.StringEquals)).toEqual(["kms:CallerAccount", "kms:ViaService"]);
    expect(JSON.stringify(key.Condition)).toContain("secretsmanager.");
  });

  test("the stack tells where the API is, which is what countersign manifest reads", () => {
    expect(packaged.outputs.HttpApiUrl?.Value).toEqual({
      "Fn::Join": [
        "",
        [
          "https://",
          { Ref: "HttpApi" },
          ".execute-api.",
          { Ref: "AWS::Region" },
          ".",
          { Ref: "AWS::URLSuffix" },
        ],
      ],
    });
  });

  test.each([
    ["TeamsRole", ["conversation#*", "tenant#*", "member#*"]],
    ["EmailFeedbackRole", ["address#*"]],
  ])("%s reaches what is its own beside the deliveries, and no delivery", (name, keys) => {
    const role = packaged.resources[name]?.Properties.Policies[0].PolicyDocument.Statement;
    const [reach, ...others] = role.filter(
      ({ Resource }: Statement) => refsIn(Resource)[0] === "DeliveriesTable",
    );

    expect(others).toEqual([]);
    expect(reach.Condition).toEqual({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys },
      Null: { "dynamodb:LeadingKeys": "false" },
    });
  });
});

describe("permissions", () => {
  function statements() {
    return ofType("AWS::IAM::Role").flatMap(([, role]) => statementsOf(role));
  }

  function statementsOf({ Properties }: Resource): readonly Statement[] {
    return Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: readonly Statement[] } }) => policy.PolicyDocument.Statement,
    );
  }

  function rolesThatMay(action: string, resource: string) {
    return ofType("AWS::IAM::Role")
      .filter(([, role]) =>
        statementsOf(role).some(
          ({ Action, Resource }) =>
            asList(Action).includes(action) && asList(Resource).some((one) => refsIn([one])[0] === resource),
        ),
      )
      .map(([logicalId]) => logicalId);
  }

  test("no environment holds a secret; whoever talks to a chat is told where its one is, and may read that one alone", () => {
    const told = (variable: string) =>
      ofType("AWS::Lambda::Function")
        .filter(([, { Properties }]) => variable in Properties.Environment.Variables)
        .map(([, { Properties }]) => refsIn(Properties.Role)[0] ?? "");
    const environments = ofType("AWS::Lambda::Function").map(([, { Properties }]) => Properties.Environment);

    expect(JSON.stringify(environments)).not.toMatch(/\{\{resolve:|_TOKEN"|_PASSWORD"|SIGNING_SECRET/);
    expect(told("SLACK_SECRET_ID").sort()).toEqual(["NotifyOperationsRole", "NotifySlackRole", "SlackRole"]);
    expect(told("TEAMS_SECRET_ID").sort()).toEqual(["NotifyOperationsRole", "NotifyTeamsRole", "TeamsRole"]);
    for (const surface of ["Slack", "Teams"]) {
      expect(rolesThatMay("secretsmanager:GetSecretValue", `${surface}Secret`).sort()).toEqual(
        told(`${surface.toUpperCase()}_SECRET_ID`).sort(),
      );
    }
  });

  test("whoever adds to the record may read an entry, to learn whose came first, and none may change one", () => {
    const writers = rolesThatMay("dynamodb:PutItem", "AuditLogTable");

    const changers = [
      "SlackRole",
      "ApiRole",
      "TeamsRole",
      "LinksRole",
      "NotifySlackRole",
      "NotifyTeamsRole",
      "NotifyEmailRole",
      "NotifyWebhooksRole",
      "EmailFeedbackRole",
      "DispatchRole",
      "RunOperationRole",
      "RefreshPreflightRole",
      "StepFunctionsRole",
      "ScheduleRole",
      "PollerReportsRole",
    ];
    expect(writers.toSorted()).toEqual(changers.toSorted());
    const readers = [...changers, "MeasureRole"];
    expect(rolesThatMay("dynamodb:GetItem", "AuditLogTable").toSorted()).toEqual(readers.toSorted());
    for (const action of ["dynamodb:UpdateItem", "dynamodb:DeleteItem"]) {
      expect(rolesThatMay(action, "AuditLogTable"), action).toEqual([]);
    }
  });

  test("nobody but the operator role changes databases, and it is lent to runs only, with the external id", () => {
    const changing = ofType("AWS::IAM::Role").filter(([, role]) =>
      statementsOf(role).some(({ Action }) =>
        asList(Action).some((action) => /^(rds:(?!Describe|List)|iam:)/.test(String(action))),
      ),
    );
    const trust = packaged.resources.OperatorRole?.Properties.AssumeRolePolicyDocument.Statement;
    const [, lending] = ofType("AWS::IAM::RolePolicy")[0] ?? [];

    expect(changing.map(([logicalId]) => logicalId)).toEqual(["OperatorRole"]);
    expect(trust).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: { "Fn::GetAtt": ["RunOperationRole", "Arn"] } },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "sts:ExternalId": "countersign-dev" },
          StringLike: { "sts:RoleSessionName": "req-*" },
        },
      },
      expect.objectContaining({ Action: "sts:TagSession" }),
    ]);
    expect(lending?.Properties.RoleName).toEqual({ Ref: "RunOperationRole" });
    expect(rolesThatLend("countersign-reader")).toEqual([
      "RunOperationRole",
      "RefreshPreflightRole",
      "InventoryRole",
    ]);
    expect(rolesThatLend("countersign-operator")).toEqual(["RunOperationRole"]);
  });

  function rolesThatLend(name: string) {
    return ofType("AWS::IAM::Role")
      .filter(([, role]) =>
        statementsOf(role).some(
          ({ Action, Resource }) =>
            asList(Action).includes("sts:AssumeRole") && JSON.stringify(Resource).includes(`:role/${name}"`),
        ),
      )
      .map(([logicalId]) => logicalId);
  }

  /** What is under the resource, too: `!Sub` names it inside a text. */
  function rolesThatMayIn(action: string, resource: string) {
    return ofType("AWS::IAM::Role")
      .filter(([, role]) =>
        statementsOf(role).some(
          ({ Action, Resource }) =>
            asList(Action).includes(action) && JSON.stringify(Resource).includes(`\${${resource}.`),
        ),
      )
      .map(([logicalId]) => logicalId);
  }

  test("the API has no right to any database: what runs, runs by its own role", () => {
    const role = packaged.resources.ApiRole;
    const actions = role ? statementsOf(role).flatMap(({ Action }) => asList(Action)) : [];

    const services = new Set(actions.map((action) => String(action).split(":")[0]));

    // S3 to read what was archived, KMS to seal secrets, SQS to have webhooks told again, Step Functions to start reviews.
    expect(services).toEqual(new Set(["logs", "dynamodb", "s3", "kms", "sqs", "states"]));
    expect(rolesThatMay("sqs:SendMessage", "WebhookAttemptsQueue")).toEqual([
      "ApiRole",
      "NotifyWebhooksRole",
    ]);
    expect(rolesThatMay("kms:Decrypt", "SecretsKey")).not.toContain("ApiRole");
  });

  test("only the schedule writes to the archive, and only who shows requests reads it", () => {
    const may = (action: string) => rolesThatMayIn(action, "ArchiveBucket");

    expect(may("s3:PutObject")).toEqual(["ScheduleRole"]);
    expect(may("s3:GetObject").sort()).toEqual(["ApiRole", "SlackRole", "TeamsRole"]);
  });

  test("who has a link can neither make tokens nor list them, and whoever ends them cannot touch requests", () => {
    expect(rolesThatMay("dynamodb:UpdateItem", "ApprovalTokensTable")).toEqual([
      "LinksRole",
      "RevokeTokensRole",
    ]);
    expect(rolesThatMay("dynamodb:Query", "ApprovalTokensTable")).toEqual(["RevokeTokensRole"]);
    expect(rolesThatMay("dynamodb:PutItem", "ApprovalTokensTable")).toEqual(["NotifyEmailRole"]);
    expect(rolesThatMay("dynamodb:PutItem", "ApprovalsTable")).not.toContain("RevokeTokensRole");
  });

  test("decisions are signed by what sends them alone, and no message comes into their queue from elsewhere", () => {
    expect(rolesThatMay("kms:Sign", "DecisionKey")).toEqual(["DispatchRole", "ScheduleRole"]);
    expect(rolesThatMay("sqs:SendMessage", "DecisionQueue")).toEqual(["DispatchRole", "ScheduleRole"]);
  });

  test("a task's token is sealed by what takes it in alone, and opened by what tells workflows; nobody uses the key without a purpose", () => {
    const onTheKey = ofType("AWS::IAM::Role").flatMap(([role, resource]) =>
      statementsOf(resource)
        .filter(({ Resource }) => refsIn([Resource])[0] === "SecretsKey")
        .map(({ Action, Condition }) => ({
          role,
          actions: asList(Action),
          purpose: Condition?.StringEquals?.["kms:EncryptionContext:purpose"],
        })),
    );
    const may = (action: string) =>
      onTheKey
        .filter(({ actions, purpose }) => purpose === "task-token" && actions.includes(action))
        .map(({ role }) => role);

    expect(may("kms:Encrypt")).toEqual(["StepFunctionsRole"]);
    expect(may("kms:Decrypt")).toEqual(["DispatchRole", "StepFunctionsRole", "ScheduleRole"]);
    expect(onTheKey.every(({ purpose }) => typeof purpose === "string")).toBe(true);
  });

  test("workflows are told of decisions by these alone, and only one keeps them waiting", () => {
    const may = (action: string) =>
      ofType("AWS::IAM::Role")
        .filter(([, role]) => statementsOf(role).some(({ Action }) => asList(Action).includes(action)))
        .map(([logicalId]) => logicalId);

    expect(may("states:SendTaskSuccess")).toEqual(["DispatchRole", "StepFunctionsRole", "ScheduleRole"]);
    expect(may("states:SendTaskHeartbeat")).toEqual(["ScheduleRole"]);
    expect(may("states:StartExecution")).toEqual(["ApiRole"]);
    expect(rolesThatMay("dynamodb:PutItem", "QuestionReviewsTable")).toEqual(["QuestionReviewRole"]);
  });

  test("the state machine is the file, and has a value for each of its placeholders", () => {
    const { Definition, DefinitionSubstitutions, StateMachineType } =
      packaged.resources.QuestionReview?.Properties ?? {};
    const placeholders = [...JSON.stringify(Definition).matchAll(/\$\{(\w+)\}/g)].map(
      ([, name = ""]) => name,
    );

    expect(StateMachineType).toBe("STANDARD");
    expect([...new Set(placeholders)].sort()).toEqual(Object.keys(DefinitionSubstitutions).sort());
  });

  test("a trigger files requests, a poller claims actions, and neither reaches another item of the tables", () => {
    const reach = ofType("AWS::IAM::ManagedPolicy").map(([logicalId, { Properties }]) => [
      logicalId,
      Properties.PolicyDocument.Statement.filter(({ Action }: Statement) =>
        JSON.stringify(Action).includes("dynamodb:"),
      ).map(({ Condition }: { Condition: unknown }) => Condition),
    ]);

    const only = (...keys: readonly string[]) => ({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys },
      // For all of none is true as well.
      Null: { "dynamodb:LeadingKeys": "false" },
    });
    expect(Object.fromEntries(reach)).toEqual({
      TriggerPolicy: [only("req-*", "correlation#*"), only("req-*")],
      PollerPolicy: [only("claim#*")],
    });
  });

  test("whoever is no chat, has no link and does not go where keys and tokens are checked has to sign for AWS", () => {
    const open = ofType("AWS::ApiGatewayV2::Route")
      .filter(([, { Properties }]) => Properties.AuthorizationType !== "AWS_IAM")
      .map(([, { Properties }]) => Properties.RouteKey);

    expect(open).toEqual([
      "POST /slack/events",
      "POST /api/messages",
      "POST /approvals",
      "ANY /api/v1/{proxy+}",
      "GET /openapi.json",
      "GET /docs",
      "GET /health",
      "GET /ready",
      "ANY /approval",
      "ANY /analytics",
    ]);
  });

  test("the API counts calls beside the keys, and can neither make nor change one", () => {
    const role = packaged.resources.ApiRole;
    const onKeys = (role ? statementsOf(role) : []).filter(({ Resource }) =>
      refsIn(Resource).includes("ApiKeysTable"),
    );

    expect(onKeys).toEqual([
      expect.objectContaining({ Action: "dynamodb:GetItem" }),
      expect.objectContaining({
        Action: "dynamodb:UpdateItem",
        Condition: {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["rate#*"] },
          Null: { "dynamodb:LeadingKeys": "false" },
        },
      }),
    ]);
    expect(rolesThatMay("dynamodb:PutItem", "ApiKeysTable")).toEqual([]);
  });

  test("a webhook's secret is opened by what signs with it alone, and by nothing else's purpose", () => {
    const opening = statements().filter(
      ({ Action, Condition }) =>
        asList(Action).includes("kms:Decrypt") && JSON.stringify(Condition).includes('"webhook"'),
    );

    expect(rolesThatMay("kms:Decrypt", "SecretsKey")).toContain("NotifyWebhooksRole");
    expect(opening.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "kms:EncryptionContext:purpose": "webhook" } },
    ]);
  });

  test("no database's tags can be changed, as they tell who must agree", () => {
    const tagging = statements().filter(({ Action }) => asList(Action).includes("rds:AddTagsToResource"));

    const resources = tagging.flatMap(({ Resource }) => asList(Resource)).map((one) => JSON.stringify(one));

    expect(resources).toEqual([expect.stringContaining(":snapshot:*")]);
  });
});

describe("queues and topics", () => {
  test("the pre-flight is read for the events that the use case answers, and no others reach its queue", () => {
    const subscription = packaged.resources.RefreshPreflightSubscription;

    expect(subscription?.Properties).toMatchObject({
      FilterPolicyScope: "MessageBody",
      FilterPolicy: { kind: preflightCauses },
    });
  });

  test("tokens are swept for the events that can end one", () => {
    const subscription = packaged.resources.RevokeTokensSubscription;

    expect(subscription?.Properties).toMatchObject({
      FilterPolicyScope: "MessageBody",
      FilterPolicy: { kind: endingEvents },
    });
  });

  test("what is measured are the events that the use case measures, and no others reach its queue", () => {
    const subscription = packaged.resources.MeasureSubscription;

    expect(subscription?.Properties).toMatchObject({
      FilterPolicyScope: "MessageBody",
      FilterPolicy: { kind: measuredEvents },
    });
  });

  test("webhooks are told of the events that the core names, and no others reach their queue", () => {
    const subscription = packaged.resources.NotifyWebhooksSubscription;

    expect(subscription?.Properties).toMatchObject({
      FilterPolicyScope: "MessageBody",
      FilterPolicy: { kind: webhookEvents },
    });
  });

  test("mails have the causes that the use case knows, and no others reach its queue", () => {
    const subscription = packaged.resources.NotifyEmailSubscription;

    expect(subscription?.Properties).toMatchObject({
      FilterPolicyScope: "MessageBody",
      FilterPolicy: { kind: mailCauses },
    });
  });

  test("what SES hears afterwards comes from its own configuration set alone", () => {
    const statements = packaged.resources.EmailFeedbackTopicPolicy?.Properties.PolicyDocument.Statement;
    const queue = packaged.resources.EmailFeedbackQueuePolicy?.Properties.PolicyDocument.Statement;

    expect(statements.filter(({ Effect }: { Effect: string }) => Effect === "Allow")).toEqual([
      expect.objectContaining({
        Principal: { Service: "ses.amazonaws.com" },
        Action: "sns:Publish",
        Condition: {
          StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
          ArnLike: {
            "aws:SourceArn": { "Fn::Sub": expect.stringContaining(":configuration-set/countersign-dev") },
          },
        },
      }),
    ]);
    expect(queue.filter(({ Effect }: { Effect: string }) => Effect === "Allow")).toEqual([
      expect.objectContaining({
        Condition: { ArnEquals: { "aws:SourceArn": { Ref: "EmailFeedbackTopic" } } },
      }),
    ]);
  });

  test("mails go out from the one address that the function is told, and no other", () => {
    const sending = packaged.resources.NotifyEmailRole?.Properties.Policies[0].PolicyDocument.Statement.find(
      ({ Sid }: { Sid: string }) => Sid === "SendMails",
    );
    const told =
      packaged.resources.NotifyDashemailLambdaFunction?.Properties.Environment.Variables.EMAIL_FROM;

    expect(sending.Action).toBe("ses:SendRawEmail");
    expect(told).toBe(`Countersign <${sending.Condition.StringEquals["ses:FromAddress"]}>`);
  });
});

describe("seals", () => {
  test("one function alone signs them, with a key that signs nothing else, and has no right to the record but to read it", () => {
    const actions = asList(statementsOfRole("SealAuditRole").flatMap(({ Action }) => asList(Action))).filter(
      (action) => !String(action).startsWith("logs:"),
    );

    const signers = ofType("AWS::IAM::Role").filter(([, { Properties }]) =>
      JSON.stringify(Properties.Policies).includes("SealKey"),
    );

    expect(signers.map(([logicalId]) => logicalId)).toEqual(["SealAuditRole"]);
    // The queue is that of its own dead letters.
    expect(actions.toSorted()).toEqual([
      "dynamodb:Query",
      "kms:Sign",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObject",
      "sqs:SendMessage",
    ]);
  });

  test("nobody can delete one for seven years, nor write a second one over it", () => {
    const { Properties } = packaged.resources.AuditArchiveBucket ?? {};
    const statements = packaged.resources.AuditArchiveBucketPolicy?.Properties.PolicyDocument.Statement;

    expect(packaged.resources.AuditArchiveBucket).toMatchObject({ DeletionPolicy: "Retain" });
    expect(Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "COMPLIANCE", Years: 7 } } },
      VersioningConfiguration: { Status: "Enabled" },
    });
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: "s3:PutObject",
        Condition: { Null: { "s3:if-none-match": "true" } },
      }),
    );
  });

  function statementsOfRole(logicalId: string): readonly Statement[] {
    return packaged.resources[logicalId]?.Properties.Policies[0].PolicyDocument.Statement;
  }
});
