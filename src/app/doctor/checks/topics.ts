import type { TopicInspector } from "../../ports/inspection.ts";
import { type Check, fine, problem } from "../check.ts";

export interface ExpectedTopic {
  readonly name: string;
  /** The names of the queues that it feeds. */
  readonly queues: readonly string[];
}

const mend = "Deploy this version again: the files of infra/ have it.";

/** Every topic with the queues that it feeds. */
export function checkTopics(expected: readonly ExpectedTopic[], topics: TopicInspector): Check {
  return {
    name: "topics",
    look: () =>
      Promise.all(
        expected.map(async ({ name, queues }) => {
          const found = await topics.find(name);
          if (!found) return problem(name, "there is no such topic", mend);
          const fed = new Set(found.endpoints.map((endpoint) => endpoint.split(":").at(-1)));
          const missing = queues.filter((queue) => !fed.has(queue));
          if (missing.length > 0) return problem(name, `does not feed ${missing.join(", ")}`, mend);
          return fine(name, `feeds ${queues.length} queues`);
        }),
      ),
  };
}
