import { z } from "zod";
import { personIdSchema } from "../person.ts";
import { risks } from "../risk.ts";
import { freezeSchema } from "../timing/freeze.ts";
import { startWords } from "../timing/parse-when.ts";
import { policyWindowSchema, timeZoneSchema } from "../timing/policy-window.ts";
import { accountIdSchema } from "./account-id.ts";
import { accountsSchema } from "./accounts.ts";
import { apiSettingsSchema } from "./api-settings.ts";
import { breakGlassSchema } from "./break-glass-schema.ts";
import { callerSchema } from "./caller.ts";
import { checkTerms } from "./check-terms.ts";
import { conditionSchema } from "./condition.ts";
import { durationSchema, secondsPer } from "./duration.ts";
import { nameSchema } from "./name.ts";
import { groupsOfMail, groupsOfTeams, operationsChannelSchema, routeSchema } from "./route.ts";
import { levelSchema, quietHoursSchema, reminderSchema, ruleTerms } from "./rule-terms.ts";
import { tasksSchema } from "./tasks.ts";
import { checkTemplates, templateSchema } from "./template.ts";

const groupSchema = z.strictObject({
  members: z.array(personIdSchema).min(1, "a group needs at least one member"),
  /** How far its members may decide; 5 are the owners, one of whom is enough. */
  level: levelSchema.default(1),
  /** Its members decide in person: nobody stands in for them. */
  delegation: z.literal(false, "write false, or leave it out").optional(),
});

const environmentSchema = z.strictObject({
  /** Values of the classifying tags that mean this environment; compared without case. */
  tags: z.array(z.string().toLowerCase()).default([]),
  /** Instances by name, which counts in every account, or by full name. */
  instances: z.array(z.string().toLowerCase()).default([]),
  /** AWS accounts that hold nothing else. */
  accounts: z.array(accountIdSchema).default([]),
  /** Patterns of instance names, such as `prod-*`. */
  names: z.array(z.string()).default([]),
  /** How many instances one request may take; up to 50 without it. */
  bulk: z.strictObject({ at_most: z.int().min(1).max(50) }).optional(),
});

const ruleSchema = z.strictObject({
  name: nameSchema,
  when: z
    .strictObject({
      environments: z.array(nameSchema).min(1).optional(),
      operations: z.array(z.string()).min(1).optional(),
      risks: z.array(z.enum(risks)).min(1).optional(),
      /** USD a month; a cost that nobody can tell counts as above. */
      cost_increase_above: z.number().min(0, "an amount in USD a month, 0 or more").optional(),
      /** In CEL; docs/policy.md says of what. */
      condition: conditionSchema.optional(),
    })
    .default({}),
  approvals: z.int().min(0).max(10).optional(),
  approvers: z.array(nameSchema).min(1).optional(),
  escalate_to: z.array(nameSchema).min(1).optional(),
  expires_after: durationSchema.optional(),
  /** The window that it has to start in. */
  start_in: nameSchema.optional(),
  notify: routeSchema.optional(),
  /** Has a snapshot made first, whatever the risk. */
  safety_snapshot: z.literal(true, "write true, or leave it out").optional(),
  ...ruleTerms,
});

const actionNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, "lower-case letters, digits and underscores, please");

/** An action of an on-premises system: what it touches, how risky it is, and how long after its approval it may start. */
const actionSchema = z.strictObject({
  environment: nameSchema,
  risk: z.enum(risks),
  /** Less than the 14 days that a queue keeps a decision. */
  run_within: durationSchema
    .refine((seconds) => seconds <= 13 * secondsPer.d, "13 days at most")
    .default(24 * secondsPer.h),
});

/** The approval policy as its file says it. Names that lead nowhere are refused with the key that holds them. */
export const policySchema = z
  .strictObject({
    version: z.literal(1),
    groups: z.record(nameSchema, groupSchema),
    /** Where the databases are; none, and it is the account and region that the tool runs in. */
    accounts: accountsSchema.default([]),
    /** The tags that tell an instance's environment; the first whose value names one wins. */
    environment_tags: z.array(z.string()).default(["Environment", "Env", "ENV", "Stage"]),
    environments: z.record(nameSchema, environmentSchema),
    /** The risk of an operation where it differs from the catalogue's own. */
    operations: z
      .record(z.string(), z.strictObject({ risk: z.partialRecord(nameSchema, z.enum(risks)) }))
      .default({}),
    /** One that is not named here counts as production and high. */
    actions: z.record(actionNameSchema, actionSchema).default({}),
    /** What paused workflows ask for. */
    tasks: tasksSchema,
    defaults: z.strictObject({
      approvers: z.array(nameSchema).min(1),
      expires_after: durationSchema.default(72 * secondsPer.h),
      notify: routeSchema,
      /** The risks at which a snapshot is made before an operation that one serves; `[]` for none. */
      safety_snapshot: z.array(z.enum(risks)).default(["high"]),
      remind: reminderSchema.exactOptional(),
    }),
    /** By whose clocks conditions tell the time. */
    time_zone: timeZoneSchema.default("UTC"),
    quiet_hours: quietHoursSchema.exactOptional(),
    rules: z.array(ruleSchema).default([]),
    templates: z.record(nameSchema, templateSchema).default({}),
    break_glass: breakGlassSchema.exactOptional(),
    /** Who may see the analytics page; members of any group where it is left out. */
    analytics: z.strictObject({ groups: z.array(nameSchema).min(1) }).exactOptional(),
    windows: z.record(nameSchema, policyWindowSchema).default({}),
    freezes: z.array(freezeSchema).default([]),
    operations_channel: operationsChannelSchema.exactOptional(),
    /** Who calls the API: people by their AWS identities. */
    callers: z.array(callerSchema).default([]),
    api: apiSettingsSchema.prefault({}),
  })
  .superRefine((policy, context) => {
    const known = (what: "group" | "environment" | "window", name: string, path: readonly PropertyKey[]) => {
      if (Object.hasOwn(policy[`${what}s`], name)) return;
      context.addIssue({ code: "custom", message: `there is no ${what} "${name}"`, path: [...path] });
    };
    const allKnown = (
      what: "group" | "environment",
      names: readonly string[] | undefined,
      path: readonly PropertyKey[],
    ) => {
      for (const [index, name] of (names ?? []).entries()) known(what, name, [...path, index]);
    };
    if (!Object.hasOwn(policy.environments, "production")) {
      context.addIssue({
        code: "custom",
        message: 'needs "production": what cannot be classified counts as production',
        path: ["environments"],
      });
    }
    allKnown("group", policy.defaults.approvers, ["defaults", "approvers"]);
    allKnown("group", groupsOfMail(policy.defaults.notify), ["defaults", "notify", "email"]);
    allKnown("group", groupsOfTeams(policy.defaults.notify), ["defaults", "notify", "teams_personal"]);
    for (const [operation, { risk }] of Object.entries(policy.operations)) {
      for (const environment of Object.keys(risk)) {
        known("environment", environment, ["operations", operation, "risk", environment]);
      }
    }
    for (const [action, { environment }] of Object.entries(policy.actions)) {
      known("environment", environment, ["actions", action, "environment"]);
    }
    allKnown("group", policy.analytics?.groups, ["analytics", "groups"]);
    allKnown("group", policy.tasks.approvers, ["tasks", "approvers"]);
    known("environment", policy.tasks.environment, ["tasks", "environment"]);
    for (const [index, rule] of policy.rules.entries()) {
      const { environments } = rule.when;
      allKnown("group", rule.approvers, ["rules", index, "approvers"]);
      allKnown("group", rule.escalate_to, ["rules", index, "escalate_to"]);
      allKnown("group", rule.one_from_each, ["rules", index, "one_from_each"]);
      for (const [step, { to }] of (rule.escalate ?? []).entries()) {
        allKnown("group", to, ["rules", index, "escalate", step, "to"]);
      }
      allKnown("environment", environments, ["rules", index, "when", "environments"]);
      allKnown("group", groupsOfMail(rule.notify), ["rules", index, "notify", "email"]);
      allKnown("group", groupsOfTeams(rule.notify), ["rules", index, "notify", "teams_personal"]);
      if (rule.start_in !== undefined) known("window", rule.start_in, ["rules", index, "start_in"]);
      if (policy.rules.findIndex(({ name }) => name === rule.name) !== index) {
        context.addIssue({
          code: "custom",
          message: `"${rule.name}" is taken`,
          path: ["rules", index, "name"],
        });
      }
    }
    checkTerms(policy, context);
    checkTemplates(policy, context);
    for (const name of startWords.filter((word) => Object.hasOwn(policy.windows, word))) {
      context.addIssue({
        code: "custom",
        message: "this word has a meaning already",
        path: ["windows", name],
      });
    }
    for (const [index, { environments }] of policy.freezes.entries()) {
      allKnown("environment", environments, ["freezes", index, "environments"]);
    }
  });

type PolicyFile = z.infer<typeof policySchema>;
export type Rule = PolicyFile["rules"][number];
/** What a policy says, whatever file it came from. */
export type PolicyContent = PolicyFile;

/** A policy and the SHA-256 of the file it came from, which is its version. */
export interface Policy extends PolicyFile {
  readonly hash: string;
}
