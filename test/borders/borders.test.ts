import { resolve } from "node:path";
import { cruise } from "dependency-cruiser";
import extractDepcruiseConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { describe, expect, it } from "vitest";

async function violationsIn(folder: string) {
  const { options, ...ruleSet } = await extractDepcruiseConfig(resolve(".dependency-cruiser.cjs"));
  const { output } = await cruise([folder], { ...options, ruleSet, validate: true }, undefined, {
    tsConfig: extractTSConfig("tsconfig.json"),
  });
  if (typeof output === "string") throw new Error(output);
  return output.summary.violations.map(({ from, rule }) => `${from.replace(/^.*\bsrc\//, "")} ${rule.name}`);
}

describe("the borders between the layers", () => {
  it("hold in src", async () => {
    expect(await violationsIn("src")).toEqual([]);
  });

  it("are guarded by rules that each find the violation planted for it", async () => {
    const found = await violationsIn("test/borders/planted/src");

    expect(found).toEqual(
      expect.arrayContaining([
        "core/reaches-out.ts core-imports-only-inwards",
        "core/reads-files.ts core-is-pure",
        "core/calls-aws.ts core-is-pure",
        "core/calls-aws.ts one-home-for-aws-sdkclient-rds",
        "operations/reaches-out.ts operations-imports-only-inwards",
        "app/reaches-out.ts app-imports-only-inwards",
        "adapters/slack/reaches-out.ts adapters-imports-only-inwards",
        "adapters/teams/knows-slack.ts adapters-do-not-know-each-other",
        "aws/rds/knows-slack.ts aws-imports-only-inwards",
        "aws/dynamodb/calls-rds.ts one-home-for-aws-sdkclient-rds",
        "app/calls-cloudwatch.ts one-home-for-aws-sdkclient-cloudwatch",
        "app/calls-sns.ts one-home-for-aws-sdkclient-sns",
        "app/calls-sqs.ts one-home-for-aws-sdkclient-sqs",
        "app/calls-ses.ts one-home-for-aws-sdkclient-ses",
        "adapters/email/composes-mails.ts one-home-for-nodemailer",
        "app/calls-sts.ts one-home-for-aws-sdkclient-sts",
        "app/calls-kms.ts one-home-for-aws-sdkclient-kms",
        "app/calls-secrets-manager.ts one-home-for-aws-sdkclient-secrets-manager",
        "app/calls-cloudformation.ts one-home-for-aws-sdkclient-cloudformation",
        "app/calls-step-functions.ts one-home-for-aws-sdkclient-sfn",
        "app/calls-s3.ts one-home-for-aws-sdkclient-s",
        "app/calls-dynamodb.ts one-home-for-aws-sdkclient-dynamodblib-dynamodb",
        "lambda/speaks-slack.ts one-home-for-slack",
        "lambda/speaks-teams.ts one-home-for-botbuilder",
        "app/serves-http.ts one-home-for-honohono",
        "lambda/knows-local.ts lambda-does-not-know-local",
        "cli/starts-parts.ts cli-reads-the-infrastructure-and-nothing-else-of-local",
        "lambda/knows-the-cli.ts nothing-knows-the-cli",
        "lambda/needs-a-dev-tool.ts no-dev-dependencies-in-production",
        "app/round-one.ts no-cycles",
        "app/misses-a-file.ts only-what-resolves",
      ]),
    );
  });
});
