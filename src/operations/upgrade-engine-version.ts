import { z } from "zod";
import type { ParameterIssue } from "../core/refusal.ts";
import { defineModification } from "./frame/define-modification.ts";
import type { TargetInstance } from "./frame/operation.ts";
import { applyImmediately } from "./rules/apply-immediately.ts";
import { isLaterVersion, isMajorUpgrade } from "./rules/engine-version.ts";
import { parameterGroupSchema } from "./rules/parameter-group-schema.ts";
import { replicaFacts } from "./rules/replica-facts.ts";
import { yesNoSchema } from "./rules/yes-no-schema.ts";

const parametersSchema = z.strictObject({
  engine_version: z
    .string({ error: "say which version, such as 16.6" })
    .trim()
    .regex(/^\d+(?:\.[\w-]+)*$/, "a version looks like 16.6 or 8.0.40"),
  allow_major_version: yesNoSchema.default(false),
  parameter_group: parameterGroupSchema.exactOptional(),
  apply_immediately: applyImmediately.schema,
});

export const upgradeEngineVersion = defineModification({
  name: "upgrade_engine_version",
  shortName: "upgrade",
  label: "Upgrade the engine",
  fields: [
    {
      parameter: "engine_version",
      label: "Engine version",
      hint: "The whole version, such as 16.6 or 8.0.40.",
      kind: "text",
      isRequired: true,
    },
    {
      parameter: "allow_major_version",
      label: "It may be a new major version",
      hint: "No unless you say yes. Applications may have to be changed for it.",
      kind: "yes-no",
      isRequired: false,
    },
    {
      parameter: "parameter_group",
      label: "Parameter group of the new major version",
      hint: "Only for a new major version, where the instance's group is not AWS's default.",
      kind: "text",
      isRequired: false,
    },
    applyImmediately.field,
  ],
  parameters: parametersSchema,
  risk: { production: "high", elsewhere: "medium" },
  patienceSeconds: 90 * 60,
  isOfCluster: true,

  check: (parameters, instance) => [
    ...versionIssues(parameters, instance),
    ...groupIssues(parameters, instance),
  ],

  title: ({ engine_version }, { id, engine }) => `Upgrade ${id} to ${engine} ${engine_version}`,
  effect: ({ engine_version }, { engine, engineVersion }) =>
    isMajorUpgrade(engine, engineVersion, engine_version)
      ? "A new MAJOR version: RDS checks, takes a snapshot, converts the data and restarts the database. It cannot be undone; to go back, restore that snapshot as a new instance."
      : "Installs the new minor version and restarts the database; a Multi-AZ standby is upgraded at the same time. It cannot be undone.",
  facts: ({ engine_version }, instance) => [
    {
      label: "Major upgrade",
      value: isMajorUpgrade(instance.engine, instance.engineVersion, engine_version) ? "yes" : "no",
    },
    ...replicaFacts(instance, "to be upgraded as well"),
  ],

  outage: ({ engine_version }, { engine, engineVersion }) => ({
    kind: "minutes",
    text: isMajorUpgrade(engine, engineVersion, engine_version)
      ? "it cannot be used while its data is converted, longer the larger it is"
      : "it cannot be used while the engine is replaced",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
  }),

  settings: ({ engine_version, parameter_group }) => ({
    engineVersion: engine_version,
    parameterGroup: parameter_group,
  }),
  isImmediate: ({ apply_immediately }) => apply_immediately,
  restarts: true,
  permissions: ({ allow_major_version }) => (allow_major_version ? { allowMajorVersionUpgrade: true } : {}),
});

type Parameters = z.output<typeof parametersSchema>;

function versionIssues(
  { engine_version: wanted, allow_major_version }: Parameters,
  { engine, engineVersion: now }: TargetInstance,
): readonly ParameterIssue[] {
  const issue = (parameter: string, message: string) => [{ parameter, message }];
  // RDS takes "17" and picks a minor version itself, so that nobody would have approved what runs.
  if (wanted.split(".").length < now.split(".").length) {
    return issue("engine_version", `give the whole version, as in ${now}`);
  }
  if (wanted !== now && !isLaterVersion(wanted, now)) {
    return issue("engine_version", `it has ${now}, and RDS never goes back to an earlier version`);
  }
  return isMajorUpgrade(engine, now, wanted) && !allow_major_version
    ? issue("allow_major_version", `${wanted} is a new major version after ${now}: say yes if it is meant`)
    : [];
}

function groupIssues(
  { engine_version, parameter_group }: Parameters,
  { engine, engineVersion, parameterGroup: current }: TargetInstance,
): readonly ParameterIssue[] {
  const isMajor = isMajorUpgrade(engine, engineVersion, engine_version);
  const issue = (message: string) => [{ parameter: "parameter_group", message }];
  if (parameter_group !== undefined && !isMajor) return issue("only a new major version takes another group");
  return isMajor && parameter_group === undefined && !current.startsWith("default.")
    ? issue(`${current} is for the old version: name a group for the new one`)
    : [];
}
