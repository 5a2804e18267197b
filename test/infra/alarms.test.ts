import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { packagedOnce } from "./packaged-once.ts";
import { refsIn, type Template } from "./template.ts";

let template: Template;
beforeAll(async () => {
  template = await packagedOnce("plain");
}, 180_000);

const alarms = () => template.ofType("AWS::CloudWatch::Alarm");

/** As GitHub makes an anchor of a heading: in lower case, without punctuation, with a dash for each blank. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}

/** What is wrong with the runbook that a description names; nothing where it is there, its heading too. */
async function faultOf(description: string): Promise<string | undefined> {
  const [, file, anchor] = /Runbook: (docs\/[\w/-]+\.md)(?:#([\w-]+))?$/.exec(description) ?? [];
  if (file === undefined) return "names no runbook at its end";
  const page = await readFile(file, "utf8").catch(() => undefined);
  if (page === undefined) return `${file} is not there`;
  const anchors = [...page.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
  return anchor === undefined || anchors.includes(anchor) ? undefined : `${file} has no #${anchor}`;
}

describe("alarms", () => {
  test("each names a runbook that is there, with the heading that it says", async () => {
    expect(alarms().length).toBeGreaterThan(0);
    for (const [logicalId, { Properties }] of alarms()) {
      expect([logicalId, await faultOf(Properties.AlarmDescription)]).toEqual([logicalId, undefined]);
    }
  });

  test("each is told to a topic of this deployment that CloudWatch may write to", () => {
    for (const [logicalId, { Properties }] of alarms()) {
      const topics = refsIn(Properties.AlarmActions);
      const letting = template.statements.filter(
        ({ Principal, Action, Resource }) =>
          JSON.stringify(Principal) === '{"Service":"cloudwatch.amazonaws.com"}' &&
          Action === "sns:Publish" &&
          topics.includes(refsIn(Resource)[0] ?? ""),
      );

      expect(topics.length, logicalId).toBeGreaterThan(0);
      expect(letting.length, logicalId).toBe(topics.length);
    }
  });

  test.each([
    ["A thing is wrong.", "names no runbook at its end"],
    ["A thing is wrong. Runbook: docs/nothing.md", "docs/nothing.md is not there"],
    ["A thing is wrong. Runbook: docs/webhooks.md#nothing", "docs/webhooks.md has no #nothing"],
    ["A thing is wrong. Runbook: docs/webhooks.md#alarms", undefined],
  ])("of a description that says %j it is told: %s", async (description, fault) => {
    expect(await faultOf(description)).toBe(fault);
  });
});
