import type { Fact } from "../../core/fact.ts";
import { createSnapshot } from "../../operations/create-snapshot.ts";
import { runGuidance } from "./run-guidance.ts";
import { operationWork, type Work } from "./work.ts";

/** A first snapshot copies the whole storage, which takes hours where that is large. */
export const snapshotPatienceSeconds = 2 * 3600;

/** The snapshot before an operation: made, marked as the request's and looked for as by `create_snapshot`. */
export function safetySnapshotWork(snapshotId: string): Work {
  const work = operationWork(createSnapshot, { snapshot_id: snapshotId });
  return {
    ...work,
    name: "snapshot",
    patienceSeconds: snapshotPatienceSeconds,
    started: () => `First, RDS is creating the safety snapshot ${snapshotId}.`,
    observe: async (rds, context) => {
      const observation = await work.observe(rds, context);
      switch (observation.kind) {
        case "done": {
          // The instance can be at it a moment longer than the snapshot, and takes no change until then.
          const instance = await rds.findInstance(context.place, context.instanceId);
          const facts = namedAsSafety(observation.facts);
          return instance?.status === "backing-up"
            ? { kind: "in-progress", text: "safety snapshot made, instance still backing-up", facts }
            : { kind: "done", facts };
        }
        case "in-progress":
          return {
            ...observation,
            text: `safety ${observation.text}`,
            facts: namedAsSafety(observation.facts ?? []),
          };
        default:
          return observation;
      }
    },
    guidance: runGuidance.safetySnapshot,
  };
}

function namedAsSafety(facts: readonly Fact[]): readonly Fact[] {
  const labels: Readonly<Record<string, string>> = { Snapshot: "Safety snapshot", ARN: "Its ARN" };
  return facts.flatMap(({ label, value }) => (labels[label] ? [{ label: labels[label], value }] : []));
}
