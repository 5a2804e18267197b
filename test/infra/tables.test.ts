import { beforeAll, describe, expect, test } from "vitest";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { packagedOnce } from "./packaged-once.ts";
import type { Template } from "./template.ts";

let template: Template;
beforeAll(async () => {
  template = await packagedOnce("plain");
}, 180_000);

const tables = () => template.ofType("AWS::DynamoDB::Table");

describe("tables", () => {
  test("are those that the code names, no more and no fewer", () => {
    const defined = tables().map(([, { Properties }]) => Properties.TableName);

    expect(defined.toSorted()).toEqual(Object.values(tableNamesOf("dev")).toSorted());
  });

  test("are paid for by the call, can be set back to any second of 35 days, and are kept whatever becomes of the stack", () => {
    for (const [logicalId, table] of tables()) {
      expect(table, logicalId).toMatchObject({
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
          BillingMode: "PAY_PER_REQUEST",
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          DeletionProtectionEnabled: true,
        },
      });
    }
  });

  /** What stays until somebody deletes it, and why. */
  const withoutEnd = new Map([
    ["question-reviews-dev", "reviews are the product of their workflow"],
    ["rds-webhooks-dev", "a receiver is there until somebody takes it away"],
  ]);

  test("let their items end by one attribute, but where things are kept for good", () => {
    for (const [, { Properties }] of tables()) {
      const name: string = Properties.TableName;
      const ending = withoutEnd.has(name) ? undefined : { AttributeName: "expires_on", Enabled: true };
      expect([name, Properties.TimeToLiveSpecification]).toEqual([name, ending]);
    }
  });

  test("have one stream among them: the record's, which is the outbox", () => {
    const streaming = tables().filter(([, { Properties }]) => Properties.StreamSpecification);

    expect(
      streaming.map(([logicalId, { Properties }]) => [logicalId, Properties.StreamSpecification]),
    ).toEqual([["AuditLogTable", { StreamViewType: "NEW_IMAGE" }]]);
  });
});
