import { readFile } from "node:fs/promises";
import { RegoEngine, TemplateFile } from "@aws/cloudformation-validate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { mailCauses } from "../../src/app/mail/plan-mails.ts";
import { measuredEvents } from "../../src/app/measure/measurement-of-event.ts";
import { preflightCauses } from "../../src/app/refresh-preflight.ts";
import { endingEvents } from "../../src/app/sweep-tokens.ts";
import { webhookEvents } from "../../src/core/webhook/webhook.ts";
import { type Packaged, packageService, type Resource } from "./package-service.ts";

let packaged: Packaged;

beforeAll(async () => {
  packaged = await packageService();
}, 60_000);
afterAll(() => packaged.remove());

function ofType(type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(packaged.resources).filter(([, resource]) => resource.Type === type);
}

interface Statement {
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

const logicalIdsOf = (type: string) => ofType(type).map(([logicalId]) => logicalId);
const refsIn = (value: unknown) =>
  [...JSON.stringify(value ?? null).matchAll(/"(?:Ref":"|Fn::GetAtt":\[")(\w+)"/g)].map(([, id = ""]) => id);
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function deadLetterQueues(): ReadonlySet<string> {
  const named = [...ofType("AWS::SQS::Queue"), ...ofType("AWS::Lambda::EventSourceMapping")].flatMap(
    ([, { Properties }]) => refsIn(Properties.RedrivePolicy ?? Properties.DestinationConfig),
  );
  return new Set(named);
}

test("AWS's validator finds nothing but the framework's own superfluous DependsOn", () => {
  const engine = new RegoEngine();

  const { diagnostics } = engine.validateStandard(new TemplateFile(packaged.templateFile), {
    severityLevel: "WARN",
    exclude: { ids: ["W3005"] },
  });
  engine.free();

  expect(diagnostics).toEqual([]);
}, 60_000);

describe("functions", () => {
  test("each has a role of its own", () => {
    const functions = ofType("AWS::Lambda::Function");
    const roles = functions.map(([, { Properties }]) => refsIn(Properties.Role)[0]);

    expect(new Set(roles).size).toBe(functions.length);
    expect([...roles, "OperatorRole", "QuestionReviewRole"].sort()).toEqual(
      logicalIdsOf("AWS::IAM::Role").sort(),
    );
  });

  test("each carries its own bundle, with a source map, and the policy file, and nothing of the others", async () => {
    const zip = await packaged.zipOf("run-operation");

    expect(zip.includes("src/lambda/run-operation.mjs")).toBe(true);
    expect(zip.includes("src/lambda/run-operation.mjs.map")).toBe(true);
    expect(zip.includes("infra/policy.yaml")).toBe(true);
    expect(zip.includes("src/lambda/slack.mjs")).toBe(false);
    expect(zip.includes("serverless.yml")).toBe(false);
  });

  test("secrets are references, and only where Slack is talked to", () => {
    const holders = ofType("AWS::Lambda::Function").filter(([, { Properties }]) =>
      JSON.stringify(Properties.Environment).includes("{{resolve:secretsmanager:countersign/dev/slack:"),
    );

    expect(holders.map(([, { Properties }]) => Properties.FunctionName)).toEqual([
      "countersign-dev-slack",
      "countersign-dev-notify-slack",
    ]);
  });

  test("without a word of Teams no secret of it has to be there", () => {
    const teams = ["TeamsLambdaFunction", "NotifyDashteamsLambdaFunction"].map(
      (logicalId) => packaged.resources[logicalId]?.Properties.Environment.Variables,
    );

    for (const variables of teams) {
      expect(variables).toMatchObject({ TEAMS_APP_ID: "", TEAMS_APP_PASSWORD: "", TEAMS_TENANT_IDS: "" });
    }
  });

  test("with it, they come from Secrets Manager", async () => {
    const { custom } = parse(await readFile("serverless.yml", "utf8"), { logLevel: "error" });

    for (const [name, value] of Object.entries(custom.teams.on)) {
      expect(value).toBe(`{{resolve:secretsmanager:countersign/\${sls:stage}/teams:SecretString:${name}}}`);
      expect(custom.teamsSecrets[`TEAMS_${name.toUpperCase()}`]).toBe(
        `\${self:custom.teams.\${param:teams, 'off'}.${name}}`,
      );
    }
  });

  test("Teams' function reaches the conversations beside the deliveries, and no delivery", () => {
    const role = packaged.resources.TeamsRole?.Properties.Policies[0].PolicyDocument.Statement;
    const [reach, ...others] = role.filter(
      ({ Resource }: Statement) => refsIn(Resource)[0] === "DeliveriesTable",
    );

    expect(others).toEqual([]);
    expect(reach.Condition).toEqual({
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["conversation#*", "tenant#*", "member#*"] },
      Null: { "dynamodb:LeadingKeys": "false" },
    });
  });

  test("batches are answered record by record", () => {
    const mappings = ofType("AWS::Lambda::EventSourceMapping").map(([, { Properties }]) => Properties);

    expect(mappings).toHaveLength(14);
    for (const mapping of mappings) {
      expect(mapping.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
    }
  });
});

describe("permissions", () => {
  const open = new Set(["rds:DescribeEvents", "cloudwatch:GetMetricData"]);

  function statements() {
    return ofType("AWS::IAM::Role").flatMap(([, role]) => statementsOf(role));
  }

  function statementsOf({ Properties }: Resource): readonly Statement[] {
    return Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: readonly Statement[] } }) => policy.PolicyDocument.Statement,
    );
  }

  test("only what has no resource in AWS is allowed on every resource", () => {
    const everywhere = statements().filter(({ Resource }) => asList(Resource).includes("*"));

    const actions = everywhere.flatMap(({ Action }) => asList(Action));

    expect(new Set(actions)).toEqual(open);
  });

  test("no action is a pattern", () => {
    const actions = statements().flatMap(({ Action }) => asList(Action));

    expect(actions.filter((action) => String(action).includes("*"))).toEqual([]);
  });

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
  test("every queue has a dead-letter queue, kept for 14 days", () => {
    const deadLetters = deadLetterQueues();

    for (const [logicalId, { Properties }] of ofType("AWS::SQS::Queue")) {
      if (deadLetters.has(logicalId)) expect(Properties.MessageRetentionPeriod, logicalId).toBe(1_209_600);
      else expect(refsIn(Properties.RedrivePolicy), logicalId).toHaveLength(1);
    }
    expect(refsIn(ofType("AWS::Lambda::EventSourceMapping").map(([, one]) => one))).toContain(
      "PublishEventsDeadLetters",
    );
  });

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

  test("a message stays hidden six times as long as its function may take", () => {
    for (const [, { Properties }] of ofType("AWS::Lambda::EventSourceMapping")) {
      const source = packaged.resources[refsIn(Properties.EventSourceArn)[0] ?? ""];
      const consumer = packaged.resources[refsIn(Properties.FunctionName)[0] ?? ""];
      if (source?.Type !== "AWS::SQS::Queue") continue;
      expect(source.Properties.VisibilityTimeout).toBe(6 * consumer?.Properties.Timeout);
    }
  });

  test("every queue and topic is encrypted", () => {
    for (const [logicalId, { Properties }] of ofType("AWS::SQS::Queue")) {
      expect(Properties.SqsManagedSseEnabled, logicalId).toBe(true);
    }
    for (const [logicalId, { Properties }] of ofType("AWS::SNS::Topic")) {
      const own = refsIn(Properties.KmsMasterKeyId).filter(
        (id) => packaged.resources[id]?.Type === "AWS::KMS::Key",
      );
      expect([Properties.KmsMasterKeyId, ...own], logicalId).toContain(own[0] ?? "alias/aws/sns");
    }
  });

  test("every queue and topic refuses to be called without TLS", () => {
    const guarded = [...ofType("AWS::SQS::QueuePolicy"), ...ofType("AWS::SNS::TopicPolicy")]
      .filter(([, { Properties }]) =>
        Properties.PolicyDocument.Statement.some(
          (statement: { Effect: string; Condition: unknown }) =>
            statement.Effect === "Deny" &&
            JSON.stringify(statement.Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
        ),
      )
      .flatMap(([, { Properties }]) => refsIn(Properties.Queues ?? Properties.Topics));

    const all = [...logicalIdsOf("AWS::SQS::Queue"), ...logicalIdsOf("AWS::SNS::Topic")];
    expect(guarded.sort()).toEqual(all.sort());
  });
});

describe("alarms of the premises", () => {
  test("the dead letters of decisions and reports, and a silent poller, are told to a topic that CloudWatch can reach", () => {
    const alarms = ofType("AWS::CloudWatch::Alarm")
      .map(([, { Properties }]) => Properties)
      .filter(({ AlarmDescription }) => AlarmDescription.includes("docs/on-premises.md"));

    for (const queue of ["DecisionDeadLetters", "PollerReportsDeadLetters"]) {
      const watching = alarms.filter(({ Dimensions }) => refsIn(Dimensions).includes(queue));
      expect(watching, queue).toMatchObject([
        { MetricName: "ApproximateNumberOfMessagesVisible", Threshold: 0 },
      ]);
    }
    const silent = alarms.filter(({ Metrics }) => refsIn(Metrics).includes("PollerReportsQueue"));
    expect(silent).toHaveLength(1);
    expect(refsIn(silent[0]?.Metrics)).toContain("DecisionQueue");
    for (const { AlarmActions } of alarms) expect(AlarmActions).toEqual([{ Ref: "OnPremisesAlarmsTopic" }]);
    for (const resource of ["OnPremisesAlarmsTopicPolicy", "OnPremisesAlarmsKey"]) {
      const { PolicyDocument, KeyPolicy } = packaged.resources[resource]?.Properties ?? {};
      expect((PolicyDocument ?? KeyPolicy).Statement, resource).toContainEqual(
        expect.objectContaining({ Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" } }),
      );
    }
  });
});

test("alarms of webhooks are told to a topic of their own, and each names its runbook", () => {
  const alarms = ofType("AWS::CloudWatch::Alarm").filter(([, { Properties }]) =>
    Properties.AlarmDescription.includes("docs/webhooks.md#alarms"),
  );

  expect(alarms.map(([logicalId]) => logicalId).toSorted()).toEqual([
    "NotifyWebhooksDeadLettersAlarm",
    "WebhookDeadLettersAlarm",
    "WebhooksFailingAlarm",
  ]);
  for (const [logicalId, { Properties }] of alarms) {
    expect(Properties.AlarmActions, logicalId).toEqual([{ Ref: "WebhookAlarmsTopic" }]);
  }
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
    expect(actions).toEqual(["dynamodb:Query", "kms:Sign", "s3:GetObject", "s3:PutObject", "s3:ListBucket"]);
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

  test("an alarm tells when the function has not done its work for hours", () => {
    const alarm = packaged.resources.SealMissingAlarm?.Properties;

    expect(refsIn(alarm?.Metrics)).toEqual(["SealDashauditLambdaFunction", "SealDashauditLambdaFunction"]);
    expect(alarm).toMatchObject({ EvaluationPeriods: 6, TreatMissingData: "breaching" });
  });

  function statementsOfRole(logicalId: string): readonly Statement[] {
    return packaged.resources[logicalId]?.Properties.Policies[0].PolicyDocument.Statement;
  }
});

describe("tables", () => {
  test("each is encrypted, backed up, protected and kept", () => {
    for (const [logicalId, table] of ofType("AWS::DynamoDB::Table")) {
      expect(table, logicalId).toMatchObject({
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
          BillingMode: "PAY_PER_REQUEST",
          SSESpecification: { SSEEnabled: true },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          DeletionProtectionEnabled: true,
        },
      });
    }
  });

  test("what ends by itself is the guards beside the requests, the audit log, the tokens, the deliveries, the instances that are gone, and API keys", () => {
    const timed = ofType("AWS::DynamoDB::Table")
      .filter(([, { Properties }]) => Properties.TimeToLiveSpecification?.AttributeName === "expires_on")
      .map(([, { Properties }]) => Properties.TableName);

    expect(timed).toEqual([
      "rds-approvals-dev",
      "rds-audit-log-dev",
      "rds-approval-tokens-dev",
      "rds-deliveries-dev",
      "rds-webhook-deliveries-dev",
      "rds-inventory-dev",
      "rds-api-keys-dev",
    ]);
  });
});
