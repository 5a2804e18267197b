import { findTags, getText, type Tag } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { addEvents, type RdsEvent, type Snapshot } from "../world.ts";
import { type Action, begin, durationOf, getNamedInstance, mustBe } from "./action.ts";
import { snapshotXml } from "./snapshot-xml.ts";

/** RDS's default quota for a region. */
const manualSnapshots = 100;

export const createDbSnapshot: Action = (call) => {
  const { parameters, world, now } = call;
  const id = snapshotIdentifierFrom(getText(parameters, "DBSnapshotIdentifier"));
  const tags = findTags(parameters);
  checkTags(tags);
  const instance = getNamedInstance(call);
  if (instance.clusterId !== null) {
    throw new RdsError(
      "InvalidParameterValue",
      "The specified instance is a member of a cluster and a snapshot cannot be created directly. Please use the CreateDBClusterSnapshot API instead.",
    );
  }
  if (world.snapshots.some((other) => other.id === id)) {
    throw new RdsError(
      "DBSnapshotAlreadyExists",
      `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`,
    );
  }
  mustBe(
    "available",
    instance,
    `Cannot create a snapshot because the database instance ${instance.id} is not currently in the available state.`,
  );
  if (world.snapshots.length >= manualSnapshots) throw new RdsError("SnapshotQuotaExceeded");

  const takes = durationOf("snapshot", call);
  const outcome = call.ending === "good" ? "available" : call.ending;
  const snapshot: Snapshot = { id, startedAt: now, takes, outcome, tags, instance };
  const busy = begin(call, instance, { kind: "backing-up", takes });
  const next = { ...busy, snapshots: [...world.snapshots, snapshot] };
  return {
    world: addEvents(next, now, snapshotEvents(snapshot)),
    result: { DBSnapshot: snapshotXml(snapshot, now, world.place) },
  };
};

function snapshotEvents({ id, instance, startedAt, takes, outcome }: Snapshot): readonly RdsEvent[] {
  const ofSnapshot = { sourceType: "db-snapshot", sourceId: id, categories: ["creation"] } as const;
  const ofInstance = { sourceType: "db-instance", sourceId: instance.id, categories: ["backup"] } as const;
  const begun: readonly RdsEvent[] = [
    { ...ofSnapshot, message: "Creating manual snapshot", at: startedAt },
    { ...ofInstance, message: "Backing up DB instance", at: startedAt },
  ];
  if (outcome !== "available") return begun;
  const at = startedAt + takes;
  return [
    ...begun,
    { ...ofInstance, message: "Finished DB Instance backup", at },
    { ...ofSnapshot, message: "Manual snapshot created", at },
  ];
}

function snapshotIdentifierFrom(text: string): string {
  if (text.length > 255 || !/^[a-z](?:-?[a-z0-9])*$/i.test(text)) {
    throw new RdsError(
      "InvalidParameterValue",
      "The parameter DBSnapshotIdentifier is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.",
    );
  }
  return text.toLowerCase();
}

/** The rules of "Tagging Amazon RDS resources": at most 50, 128 and 256 characters, and few kinds of them. */
function checkTags(tags: readonly Tag[]): void {
  const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  const wrong = tags.find(
    ({ key, value }) =>
      key.length === 0 ||
      key.length > 128 ||
      value.length > 256 ||
      /^(?:aws|rds):/i.test(key) ||
      !allowed.test(key) ||
      !allowed.test(value),
  );
  if (wrong !== undefined) throw new RdsError("InvalidParameterValue", `Invalid tag: ${wrong.key}`);
  if (tags.length > 50 || new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw new RdsError("InvalidParameterValue", "Too many tags, or the same tag twice");
  }
}
