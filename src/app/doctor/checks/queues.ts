import type { QueueInspector } from "../../ports/inspection.ts";
import { type Check, type Finding, fine, problem, warning } from "../check.ts";

export interface ExpectedQueue {
  readonly name: string;
  /** Where a message goes that cannot be worked off; nothing for those queues themselves. */
  readonly deadLetters: string | undefined;
}

const mend = "Deploy this version again: the files of infra/ have it.";
/** More than any of them has for long. */
const manyWaiting = 1000;

/** Every queue with where its failed messages go, and those that are there already. */
export function checkQueues(expected: readonly ExpectedQueue[], queues: QueueInspector): Check {
  return {
    name: "queues",
    look: async () => Promise.all(expected.map((queue) => judge(queue))),
  };

  async function judge({ name, deadLetters }: ExpectedQueue): Promise<Finding> {
    const found = await queues.find(name);
    if (!found) return problem(name, "there is no such queue", mend);
    const { waiting, hidden } = found;
    if (deadLetters === undefined && waiting > 0) {
      return problem(
        name,
        `${waiting} messages could not be worked off`,
        "Read the function's log, mend the cause, then redrive them: aws sqs start-message-move-task.",
      );
    }
    if (deadLetters !== undefined && found.deadLetters?.split(":").at(-1) !== deadLetters) {
      return problem(name, `failed messages do not go to ${deadLetters}`, mend);
    }
    if (waiting >= manyWaiting) {
      return warning(
        name,
        `${waiting} messages wait`,
        "Look whether its function runs, and how often it fails.",
      );
    }
    return fine(name, deadLetters === undefined ? "empty" : `${waiting} waiting, ${hidden} under way`);
  }
}
