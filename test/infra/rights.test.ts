import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { readPolicy } from "../../src/app/files/read-policy.ts";
import { parseTemplate } from "../../src/local/provision/parse-template.ts";
import { packagedOnce } from "./packaged-once.ts";
import { asList, makeTemplate, type PlacedStatement, refsIn, type Template } from "./template.ts";

/** Of the tool's own account, of the others, and of the firewall's: every policy that is deployed. */
const templates = new Map<string, Template>();
beforeAll(async () => {
  templates.set("the deployment", await packagedOnce("plain"));
  templates.set("the deployment with everything on", await packagedOnce("everything-on"));
  for (const file of ["infra/member-account.yml", "infra/waf/web-acl.yml"]) {
    const { Resources } = parseTemplate(await readFile(file, "utf8"), "dev") as Pick<
      TemplateText,
      "Resources"
    >;
    templates.set(file, makeTemplate(file, { Resources }));
  }
}, 120_000);

interface TemplateText {
  readonly Resources: Template["resources"];
}

const allStatements = () => [...templates.values()].flatMap(({ statements }) => statements);
const allowing = () => allStatements().filter(({ Effect }) => Effect === "Allow");

/** A key's policy is about the key that it is on, and AWS wants "*" for it. */
const isOfAKey = ({ in: logicalId }: PlacedStatement) =>
  [...templates.values()].some(({ resources }) => resources[logicalId]?.Type === "AWS::KMS::Key");

/** What may be done on every resource, and why no resource can be named. */
const withoutResource = new Map([
  ["rds:DescribeEvents", "events have no ARN"],
  ["cloudwatch:GetMetricData", "metrics have no ARN"],
  ...[
    "CreateLogDelivery",
    "GetLogDelivery",
    "UpdateLogDelivery",
    "DeleteLogDelivery",
    "ListLogDeliveries",
    "PutResourcePolicy",
    "DescribeResourcePolicies",
    "DescribeLogGroups",
  ].map((action) => [`logs:${action}`, "log deliveries have no ARN"] as const),
]);

describe("wildcards", () => {
  test("no action that is allowed is a pattern, but in keys' policies, which leave the keys to the account", () => {
    const patterns = allowing().filter(({ Action }) => asList(Action).some((action) => action.includes("*")));

    expect(patterns.filter((statement) => !isOfAKey(statement))).toEqual([]);
    for (const statement of patterns) {
      expect(statement, statement.in).toMatchObject({
        Action: "kms:*",
        Principal: { AWS: { "Fn::Sub": expect.stringMatching(/:root$/) } },
      });
    }
  });

  test("only what has no resource in AWS is allowed on every resource", () => {
    const everywhere = allowing().filter(
      (statement) => asList(statement.Resource).includes("*") && !isOfAKey(statement),
    );

    const actions = everywhere.flatMap(({ Action }) => asList(Action));

    expect(new Set(actions)).toEqual(new Set(withoutResource.keys()));
  });

  test("whoever else a policy of a resource lets in is one service of AWS, for one sender or one account", () => {
    const lettingIn = allowing().filter(
      (statement) => statement.Principal !== undefined && statement.Action !== "kms:*",
    );

    for (const { in: logicalId, Principal, Condition } of lettingIn) {
      const text = JSON.stringify(Condition ?? {});
      const isBound = /aws:SourceArn|aws:SourceAccount|aws:logs:arn|kms:CallerAccount/.test(text);
      expect([logicalId, isBound]).toEqual([logicalId, true]);
      if (JSON.stringify(Principal) === '{"AWS":"*"}') {
        expect(Condition.StringEquals, logicalId).toMatchObject({
          "kms:CallerAccount": { Ref: "AWS::AccountId" },
          "kms:ViaService": expect.anything(),
        });
      }
    }
  });
});

describe("roles", () => {
  test("each function has one of its own", () => {
    for (const variant of ["the deployment", "the deployment with everything on"]) {
      const { ofType } = templates.get(variant) ?? makeTemplate("", {});
      const roles = ofType("AWS::Lambda::Function").map(([, { Properties }]) => refsIn(Properties.Role)[0]);

      expect(roles.length).toBeGreaterThan(15);
      expect(new Set(roles).size).toBe(roles.length);
    }
  });

  test("each is for one function, or one of the two that are no function's", () => {
    const { ofType, idsOf } = templates.get("the deployment") ?? makeTemplate("", {});
    const roles = ofType("AWS::Lambda::Function").flatMap(([, { Properties }]) => refsIn(Properties.Role));

    expect([...roles, "OperatorRole", "QuestionReviewRole"].toSorted()).toEqual(
      idsOf("AWS::IAM::Role").toSorted(),
    );
  });
});

describe("production", () => {
  const denials = () =>
    allStatements().filter(({ Effect, Action }) => Effect === "Deny" && Action === "rds:*");

  test("is denied, by its tag, to every session that was not opened for a request about production", () => {
    const holders = new Set(denials().map((statement) => statement.in));

    expect([...holders]).toEqual(["OperatorRole"]);
    for (const { Resource, Condition } of denials()) {
      expect(Condition.StringNotEquals).toEqual({ "aws:PrincipalTag/countersign:environment": "production" });
      for (const kind of ["cluster", "db", "snapshot"]) {
        expect(JSON.stringify(Resource)).toContain(`:${kind}:*`);
      }
    }
  });

  test("is told by the tags and values of the policy file, in the tool's own account and in the others", async () => {
    const { environment_tags, environments } = readPolicy(
      await readFile("infra/policy.yaml", "utf8"),
      "infra/policy.yaml",
    );
    const values = ["production", ...(environments.production?.tags ?? [])];
    // IAM takes keys that differ by their case for one.
    const keys = new Set(environment_tags.map((tag) => tag.toLowerCase()));

    for (const name of ["the deployment", "infra/member-account.yml"]) {
      const told = (templates.get(name)?.statements ?? [])
        .filter(({ Effect, Action }) => Effect === "Deny" && Action === "rds:*")
        .map(({ Condition }) => Object.entries<readonly string[]>(Condition.StringEqualsIgnoreCase))
        .map(([[key = "", given = []] = []]) => [key.replace("aws:ResourceTag/", "").toLowerCase(), given]);

      expect(new Map(told as [string, readonly string[]][]), name).toEqual(
        new Map([...keys].map((key) => [key, values])),
      );
    }
  });

  test("sessions can be told nothing but their environment, by the function that runs operations alone", () => {
    const { resources, statements } = templates.get("the deployment") ?? makeTemplate("", {});
    const tagging = statements.filter(({ Action }) => asList(Action).includes("sts:TagSession"));
    const trust = resources.OperatorRole?.Properties.AssumeRolePolicyDocument.Statement;

    expect(new Set(tagging.map((statement) => statement.in))).toEqual(
      new Set(["RunOperationRole", "RunOperationMayOperate"]),
    );
    expect(trust).toContainEqual({
      Effect: "Allow",
      Principal: { AWS: { "Fn::GetAtt": ["RunOperationRole", "Arn"] } },
      Action: "sts:TagSession",
      Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["countersign:environment"] } },
    });
  });
});
