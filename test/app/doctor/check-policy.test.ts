import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { checkPolicy } from "../../../src/app/doctor/checks/policy.ts";
import { readPolicy } from "../../../src/app/files/read-policy.ts";

const sample = await readFile("infra/policy.yaml", "utf8");
const look = (text: string) => checkPolicy("policy.yaml", () => readPolicy(text, "policy.yaml")).look();

test("a policy that says where alarms are told is fine", async () => {
  expect((await look(sample)).map(({ status }) => status)).toEqual(["ok"]);
});

test("one that does not is told, as nobody in chat would hear of an alarm", async () => {
  const untold = sample.replace(/^operations_channel:\n(?: .*\n)+/m, "");

  const findings = await look(untold);

  expect(findings.map(({ status }) => status)).toEqual(["ok", "warning"]);
  expect(findings[1]?.text).toContain("no operations_channel");
});

test("a mistake in it is a problem, with its line", async () => {
  const [finding] = await look(sample.replace("version: 1", "version: 2"));

  expect(finding).toMatchObject({ status: "problem", text: expect.stringContaining("version") });
});
