import { readFile } from "node:fs/promises";

/** The ten lines of docs/step-functions.md, with what stands around them. */
export async function readExample(queueUrl: string): Promise<string> {
  const page = await readFile("docs/step-functions.md", "utf8");
  const [, lines = ""] = /```json\n("AskForApproval"[\s\S]*?)```/.exec(page) ?? [];
  const states = JSON.parse(`{${lines.replaceAll(/\$\{TasksQueue\}/g, queueUrl)}}`);
  return JSON.stringify({
    QueryLanguage: "JSONata",
    StartAt: "AskForApproval",
    States: {
      ...states,
      WhatWasDecided: { Type: "Succeed" },
      NotApproved: { Type: "Fail", Error: "{% $states.input.Error %}", Cause: "{% $states.input.Cause %}" },
    },
  });
}
