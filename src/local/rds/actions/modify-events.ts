import type { Changes, RdsEvent } from "../world.ts";
import type { ActionCall } from "./action.ts";

/** What RDS tells of a modification: that it began, and that it ended, or why it did not. */
export function modifyEvents(
  { now, ending }: ActionCall,
  sourceId: string,
  changes: Changes,
  takes: number,
): readonly RdsEvent[] {
  const event = { sourceType: "db-instance", sourceId } as const;
  const change = { ...event, categories: ["configuration change"] } as const;
  const subjects = subjectsOf(changes);
  const begun = subjects.map((subject) => ({
    ...change,
    message: `Applying modification to ${subject}`,
    at: now,
  }));
  switch (ending) {
    case "stuck":
      return begun;
    case "failed": {
      const message = "Unable to apply the modification to the DB instance.";
      return [...begun, { ...event, message, categories: ["failure"], at: now + takes }];
    }
    case "good":
      return [
        ...begun,
        ...subjects.map((subject) => ({
          ...change,
          message: `Finished applying modification to ${subject}`,
          at: now + takes,
        })),
      ];
  }
}

function subjectsOf({ instanceClass, allocatedStorage, multiAz }: Changes): readonly string[] {
  return [
    instanceClass === undefined ? [] : ["DB instance class"],
    allocatedStorage === undefined ? [] : ["allocated storage"],
    multiAz === undefined ? [] : [`convert to a ${multiAz ? "Multi" : "Single"}-AZ DB Instance`],
  ].flat();
}
