import { QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { GatewayError } from "../../src/app/gateway-error.ts";
import { explainError } from "../../src/cli/explain-error.ts";

describe("what went wrong, to an operator", () => {
  it("says where to look when nothing of a name is there", () => {
    const missing = new QueueDoesNotExist({ message: "The specified queue does not exist.", $metadata: {} });

    const said = explainError(
      new GatewayError("SQS GetQueueUrl of countersign-x failed", { cause: missing }),
    );

    expect(said?.split("\n")).toEqual([
      "SQS GetQueueUrl of countersign-x failed",
      "  The specified queue does not exist.",
      "Nothing of that name is here: look at --stage, --region, and whose account the credentials are of.",
    ]);
  });

  it("says which docs name the rights where one is lacking", () => {
    const denied = Object.assign(new Error("User is not authorized"), {
      name: "AccessDeniedException",
      $metadata: {},
    });

    expect(explainError(denied)).toMatch(/^User is not authorized\n.*lack a right.*docs\/secrets\.md/);
  });

  it("leaves a defect to its stack", () => {
    expect(explainError(new TypeError("x is undefined"))).toBeUndefined();
  });
});
