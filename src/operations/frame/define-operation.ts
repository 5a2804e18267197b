import type { z } from "zod";
import type { Fact } from "../../core/fact.ts";
import { type JsonObject, jsonObjectSchema } from "../../core/json.ts";
import type { ParameterIssue } from "../../core/refusal.ts";
import type { Description, Inverse, RequestId } from "../../core/request.ts";
import { err, ok } from "../../core/result.ts";
import type { Risk } from "../../core/risk.ts";
import type { FormField } from "./form-field.ts";
import { materialStateOf, settingKeys } from "./instance-state.ts";
import type { CostEffect, Observation, Operation, Outage, RunContext, TargetInstance } from "./operation.ts";
import { collateralOf, type PendingEffect } from "./pending-effect.ts";
import type { RdsCommand, RdsReader, SomeSettings } from "./rds-gateway.ts";

/** What an operation's file says of it. */
export interface OperationDefinition<Parameters extends JsonObject> {
  /** The name in the API and the policy file: `create_snapshot`. */
  readonly name: string;
  /** The word for it in a one-line request: `snapshot`. */
  readonly shortName: string;
  readonly label: string;
  readonly fields: readonly FormField[];
  /** Takes what a form or the API gives; issues are shown beside the field of the same name. */
  readonly parameters: z.ZodType<Parameters>;
  readonly risk: { readonly production: Risk; readonly elsewhere: Risk };
  /** How long a run may take before it ends as timed out, where that is longer than usual. */
  readonly patienceSeconds?: number;
  /** RDS tells of it by events alone, which it sends "on a best effort basis" (User Guide, "Monitoring Amazon RDS events"). */
  readonly isToldLate?: true;
  /** A snapshot before it would serve nobody: it puts neither data nor the way back at risk. */
  readonly safetySnapshot?: "useless";
  /** Fills in from the instance what was left open, so that all that will be sent is approved. */
  readonly complete?: (parameters: Parameters, instance: TargetInstance) => Parameters;
  /** What this instance forbids of these parameters. */
  readonly check?: (parameters: Parameters, instance: TargetInstance) => readonly ParameterIssue[];
  readonly describe: (parameters: Parameters, instance: TargetInstance, requestId: RequestId) => Description;
  readonly outage: (parameters: Parameters, instance: TargetInstance) => Outage;
  readonly appliesPending?: (parameters: Parameters) => PendingEffect;
  /** Parameters that were left to the tool, as the run has them: the id that it makes for a snapshot. */
  readonly filledIn?: (
    parameters: Parameters,
    run: Pick<RunContext, "instanceId" | "requestId">,
  ) => JsonObject;
  /** What it sets: the approver reads it as a change from what was there before, and the way back leads there. */
  readonly settings?: (parameters: Parameters) => SomeSettings;
  /** What it changes of the monthly bill; left out, that is what `settings` sets, with what is applied along with it. */
  readonly cost?: (parameters: Parameters, instance: TargetInstance) => CostEffect;
  readonly inverse?: (
    parameters: Parameters,
    instance: TargetInstance,
    requestId: RequestId,
  ) => Inverse | undefined;
  /** Why the call must not be made, where only a look into RDS just before it can tell. */
  readonly obstacle?: (
    rds: RdsReader,
    parameters: Parameters,
    context: RunContext,
  ) => Promise<string | undefined>;
  readonly command: (parameters: Parameters, context: RunContext) => RdsCommand;
  readonly started: (parameters: Parameters, context: RunContext) => string;
  readonly observe: (rds: RdsReader, parameters: Parameters, context: RunContext) => Promise<Observation>;
}

/** An entry of the catalogue, of what its file says: reads its parameters anew wherever they come from the outside or the table. */
export function defineOperation<Parameters extends JsonObject>(
  definition: OperationDefinition<Parameters>,
): Operation {
  const { name, shortName, label, fields, parameters: schema, risk } = definition;
  return {
    name,
    shortName,
    label,
    fields,
    patienceSeconds: definition.patienceSeconds,
    isToldLate: definition.isToldLate === true,
    isServedBySnapshot: definition.safetySnapshot !== "useless",
    riskIn: (environment) => (environment === "production" ? risk.production : risk.elsewhere),
    parse: (input, instance) => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) return err(parsed.error.issues.map(toParameterIssue));
      const whole = definition.complete?.(parsed.data, instance) ?? parsed.data;
      const issues = definition.check?.(whole, instance) ?? [];
      return issues.length > 0 ? err(issues) : ok(jsonObjectSchema.parse(whole));
    },
    describe: (parameters, instance, requestId) => {
      const parsed = schema.parse(parameters);
      const described = definition.describe(parsed, instance, requestId);
      const outage = definition.outage(parsed, instance);
      const also = collateral(parsed, instance);
      const alone = `${outageWords[outage.kind]}: ${outage.text}`;
      const appliesMore = definition.appliesPending?.(parsed).modifications && also.length > 0;
      const value = appliesMore ? `${alone}; what is also applied may interrupt it besides` : alone;
      return { ...described, facts: [...described.facts, { label: "Outage", value }, ...also] };
    },
    outage: (parameters, instance) => definition.outage(schema.parse(parameters), instance),
    collateral: (parameters, instance) => collateral(schema.parse(parameters), instance),
    materialState: (parameters, instance) => {
      const parsed = schema.parse(parameters);
      const keys = settingKeys(definition.settings?.(parsed) ?? {});
      const appliesParameters = definition.appliesPending?.(parsed).parameters === true;
      return materialStateOf(instance, appliesParameters ? [...keys, "parameterGroup"] : keys);
    },
    costEffect: (parameters, instance) => {
      const parsed = schema.parse(parameters);
      if (definition.cost) return definition.cost(parsed, instance);
      const along = definition.appliesPending?.(parsed).modifications ? instance.pending : {};
      return { kind: "billed", settings: { ...along, ...definition.settings?.(parsed) } };
    },
    answer: (parameters, run) => {
      const given = Object.entries(parameters).filter(([, value]) => value !== null);
      return { ...Object.fromEntries(given), ...definition.filledIn?.(schema.parse(parameters), run) };
    },
    inverse: (parameters, before, requestId) =>
      definition.inverse?.(schema.parse(parameters), before, requestId),
    obstacle: async (rds, parameters, context) =>
      definition.obstacle?.(rds, schema.parse(parameters), context),
    command: (parameters, context) => definition.command(schema.parse(parameters), context),
    started: (parameters, context) => definition.started(schema.parse(parameters), context),
    observe: (rds, parameters, context) => definition.observe(rds, schema.parse(parameters), context),
  };

  function collateral(parameters: Parameters, instance: TargetInstance): readonly Fact[] {
    return collateralOf(definition.appliesPending?.(parameters) ?? {}, instance);
  }
}

const outageWords = {
  none: "none",
  seconds: "seconds",
  minutes: "minutes",
  hours: "none, but hours of slower storage",
  "until-started": "until it is started again",
} as const satisfies Record<Outage["kind"], string>;

function toParameterIssue(issue: z.core.$ZodIssue): ParameterIssue {
  if (issue.code === "unrecognized_keys") {
    return { parameter: issue.keys.join(", "), message: "this operation has no such parameter" };
  }
  return { parameter: issue.path.join(".") || "parameters", message: issue.message };
}
