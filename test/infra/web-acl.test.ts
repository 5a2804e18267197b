import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseTemplate } from "../../src/local/provision/parse-template.ts";

/** By AWS's list of its rule groups: what each looks for in a body. */
const bodyRules = {
  AWSManagedRulesKnownBadInputsRuleSet: ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"],
  AWSManagedRulesCommonRuleSet: [
    "CrossSiteScripting_BODY",
    "EC2MetaDataSSRF_BODY",
    "GenericLFI_BODY",
    "GenericRFI_BODY",
    "SizeRestrictions_BODY",
  ],
};

const overrideSchema = z.strictObject({
  Name: z.string(),
  ActionToUse: z.strictObject({ Count: z.strictObject({}) }),
});
const groupSchema = z.object({
  Statement: z.object({
    ManagedRuleGroupStatement: z.object({
      Name: z.string(),
      RuleActionOverrides: z.array(overrideSchema).default([]),
    }),
  }),
});
const templateSchema = z.object({
  Resources: z.object({ WebAcl: z.object({ Properties: z.object({ Rules: z.array(z.unknown()) }) }) }),
});

test("what people write is blocked by no rule, whatever it quotes: those about bodies only count", async () => {
  const template = parseTemplate(await readFile("infra/waf/web-acl.yml", "utf8"), "dev");
  const { Rules } = templateSchema.parse(template).Resources.WebAcl.Properties;

  const counted = Rules.flatMap((rule) => groupSchema.safeParse(rule).data ?? []).map(
    ({ Statement: { ManagedRuleGroupStatement: group } }) => [
      group.Name,
      group.RuleActionOverrides.map(({ Name }) => Name).toSorted(),
    ],
  );

  expect(Object.fromEntries(counted)).toEqual({ AWSManagedRulesAmazonIpReputationList: [], ...bodyRules });
});
