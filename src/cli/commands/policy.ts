import { readFile } from "node:fs/promises";
import { defineCommand } from "../define-command.ts";
import { parsePolicyCommand } from "../policy/parse-policy-command.ts";
import { say } from "../say.ts";

const text = { type: "string" } as const;

export const policy = defineCommand("policy", {
  usage: `countersign policy check FILE     tells every mistake of a policy file, with its line
countersign policy explain FILE --operation OPERATION [--environment NAME] [--risk low|medium|high] [--cost USD]
                    [--parameters JSON] [--tags JSON] [--instance JSON] [--requester ADDRESS] [--surface NAME]
                    [--at 2026-11-27T17:30:00Z]
                                  says who would have to agree, and what each rule said`,
  options: {
    operation: text,
    environment: text,
    risk: text,
    cost: text,
    parameters: text,
    tags: text,
    instance: text,
    requester: text,
    surface: text,
    at: text,
  },
  words: "any",
  parse: (values, words) => parsePolicyCommand(words, values),
  run: async (command) => {
    const { readPolicy } = await import("../../app/files/read-policy.ts");
    const { checkedText, explainedText } = await import("../policy/explain-answer.ts");
    const read = readPolicy(await readFile(command.file, "utf8"), command.file);
    say(
      command.kind === "check-policy"
        ? checkedText(command.file, read)
        : explainedText(read, command.question),
    );
    return 0;
  },
});
