import type { z } from "zod";
import type { JsonObject } from "../core/json.ts";
import { jsonObjectSchema } from "../core/json.ts";
import type { ParameterIssue } from "../core/refusal.ts";
import type { Description, Fact, RequestId, Risk } from "../core/request.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { RdsCommand, RdsInstance, RdsPlace, RdsReader } from "./rds-gateway.ts";

/** One question of the operation's form, in terms that every surface can draw. */
export interface FormField {
  readonly parameter: string;
  readonly label: string;
  readonly hint: string;
  readonly kind: "text" | "yes-no";
  readonly isRequired: boolean;
}

/** What an operation is asked to act on, known when it is asked for. */
export type TargetInstance = Pick<
  RdsInstance,
  "id" | "engine" | "engineVersion" | "instanceClass" | "isMultiAz"
>;

/** What a run knows of itself; the same at each resumption. */
export interface RunContext {
  readonly requestId: RequestId;
  readonly instanceId: string;
  readonly place: RdsPlace;
  readonly claimedAt: Date;
}

/** What RDS shows of a run. `absent`: no trace of the call, so it was not carried out (or is not visible yet). */
export type Observation =
  | { readonly kind: "absent" }
  | {
      readonly kind: "in-progress";
      readonly text: string;
      readonly percent?: number;
      /** What is already there, for whoever has to look after it when the run's time is over. */
      readonly facts?: readonly Fact[];
    }
  | { readonly kind: "done"; readonly facts: readonly Fact[] }
  | { readonly kind: "failed"; readonly guidance: string };

interface OperationDefinition<Parameters extends JsonObject> {
  /** The name in the API and the policy file: `create_snapshot`. */
  readonly name: string;
  /** The word for it in a one-line request: `snapshot`. */
  readonly shortName: string;
  readonly label: string;
  readonly fields: readonly FormField[];
  /** Takes what a form or the API gives; issues are shown beside the field of the same name. */
  readonly parameters: z.ZodType<Parameters>;
  readonly risk: { readonly production: Risk; readonly elsewhere: Risk };
  /** What this instance forbids of these parameters. */
  readonly check?: (parameters: Parameters, instance: TargetInstance) => readonly ParameterIssue[];
  readonly describe: (parameters: Parameters, instance: TargetInstance, requestId: RequestId) => Description;
  readonly command: (parameters: Parameters, context: RunContext) => RdsCommand;
  readonly started: (parameters: Parameters, context: RunContext) => string;
  readonly observe: (rds: RdsReader, parameters: Parameters, context: RunContext) => Promise<Observation>;
}

/** One entry of the RDS catalogue, its parameters opaque to everyone else. */
export interface Operation {
  readonly name: string;
  readonly shortName: string;
  readonly label: string;
  readonly fields: readonly FormField[];
  riskIn(environment: string): Risk;
  /** Reads what somebody asked for into the parameters that are approved, or says what is wrong with them. */
  parse(input: unknown, instance: TargetInstance): Result<JsonObject, readonly ParameterIssue[]>;
  describe(parameters: JsonObject, instance: TargetInstance, requestId: RequestId): Description;
  /** The change to make, as data. */
  command(parameters: JsonObject, context: RunContext): RdsCommand;
  /** What to tell the thread once RDS has taken the call. */
  started(parameters: JsonObject, context: RunContext): string;
  /** Looks in RDS for what the call did. */
  observe(rds: RdsReader, parameters: JsonObject, context: RunContext): Promise<Observation>;
}

export function defineOperation<Parameters extends JsonObject>(
  definition: OperationDefinition<Parameters>,
): Operation {
  const { name, shortName, label, fields, parameters: schema, risk } = definition;
  return {
    name,
    shortName,
    label,
    fields,
    riskIn: (environment) => (environment === "production" ? risk.production : risk.elsewhere),
    parse: (input, instance) => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) return err(parsed.error.issues.map(toParameterIssue));
      const issues = definition.check?.(parsed.data, instance) ?? [];
      return issues.length > 0 ? err(issues) : ok(jsonObjectSchema.parse(parsed.data));
    },
    describe: (parameters, instance, requestId) =>
      definition.describe(schema.parse(parameters), instance, requestId),
    command: (parameters, context) => definition.command(schema.parse(parameters), context),
    started: (parameters, context) => definition.started(schema.parse(parameters), context),
    observe: (rds, parameters, context) => definition.observe(rds, schema.parse(parameters), context),
  };
}

function toParameterIssue(issue: z.core.$ZodIssue): ParameterIssue {
  if (issue.code === "unrecognized_keys") {
    return { parameter: issue.keys.join(", "), message: "this operation has no such parameter" };
  }
  return { parameter: issue.path.join(".") || "parameters", message: issue.message };
}
