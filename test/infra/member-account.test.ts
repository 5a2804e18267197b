import { readFile } from "node:fs/promises";
import { RegoEngine, TemplateFile } from "@aws/cloudformation-validate";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseTemplate } from "../../src/local/provision/parse-template.ts";

const file = "infra/member-account.yml";

const statementSchema = z.object({
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
});
const roleSchema = z.object({
  Properties: z.object({
    RoleName: z.unknown().optional(),
    AssumeRolePolicyDocument: z.object({ Statement: z.array(z.object({ Condition: z.unknown() })) }),
    Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) })),
  }),
});
const templateSchema = z.object({
  Resources: z.object({ OperatorRole: roleSchema, ReaderRole: roleSchema.optional() }),
});

async function rolesIn(name: string) {
  const { Resources } = templateSchema.parse(parseTemplate(await readFile(name, "utf8"), "prod"));
  return Resources;
}

function statementsOf(role: z.infer<typeof roleSchema> | undefined) {
  return (role?.Properties.Policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

test("AWS's validator finds nothing in the template for the other accounts", () => {
  const engine = new RegoEngine();

  const { diagnostics } = engine.validateStandard(new TemplateFile(file), { severityLevel: "WARN" });
  engine.free();

  expect(diagnostics).toEqual([]);
}, 60_000);

test("its operator may do just what the operator of the tool's own account may", async () => {
  const own = statementsOf((await rolesIn("infra/roles/operator.yml")).OperatorRole);
  const other = statementsOf((await rolesIn(file)).OperatorRole);

  expect(other).toEqual(own);
  expect(other.flatMap(({ Action }) => Action)).toContain("rds:ModifyDBInstance");
});

test("its reader may look and nothing else", async () => {
  const { ReaderRole } = await rolesIn(file);

  const actions = statementsOf(ReaderRole).flatMap(({ Action }) => Action);

  expect(actions).toContain("rds:DescribeDBInstances");
  expect(
    actions.filter((action) => !/^(rds:(Describe|List)\w+|cloudwatch:GetMetricData)$/.test(action)),
  ).toEqual([]);
});

test("both are lent only with the external id, to the tool's own functions, by the names that its rights are for", async () => {
  const { ReaderRole, OperatorRole } = await rolesIn(file);

  for (const role of [ReaderRole, OperatorRole]) {
    const [trust] = role?.Properties.AssumeRolePolicyDocument.Statement ?? [];
    expect(trust?.Condition).toMatchObject({
      StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } },
      ArnLike: { "aws:PrincipalArn": expect.anything() },
    });
  }
  expect(ReaderRole?.Properties.RoleName).toBe("countersign-reader");
  expect(OperatorRole.Properties.RoleName).toBe("countersign-operator");
});
