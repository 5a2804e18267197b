import type { Fact } from "../../core/fact.ts";
import type { JsonObject } from "../../core/json.ts";
import type { ParameterIssue } from "../../core/refusal.ts";
import type { Description, Inverse, RequestId } from "../../core/request.ts";
import type { Result } from "../../core/result.ts";
import type { Risk } from "../../core/risk.ts";
import type { FormField } from "./form-field.ts";
import type {
  InstanceSettings,
  RdsCommand,
  RdsInstance,
  RdsPlace,
  RdsReader,
  SomeSettings,
} from "./rds-gateway.ts";

/** What an operation is asked to act on, as it was last seen. */
export type TargetInstance = InstanceSettings &
  Pick<
    RdsInstance,
    "id" | "status" | "engine" | "clusterId" | "replicas" | "replicaOf" | "pending" | "hasPendingParameters"
  >;

/** How long the database is not to be used, and who says so. */
export interface Outage {
  readonly kind: "none" | "seconds" | "minutes" | "hours" | "until-started";
  /** What happens, in a few words: "connections drop while it fails over". */
  readonly text: string;
  /** The AWS page of the rule. */
  readonly source: string;
}

/** What a run knows of itself; the same at each resumption. */
export interface RunContext {
  readonly requestId: RequestId;
  readonly instanceId: string;
  readonly place: RdsPlace;
  readonly claimedAt: Date;
}

/** What an operation changes of what is paid for by the month. */
export type CostEffect =
  | { readonly kind: "none" }
  /** The instance is billed by other settings, or is stopped or started. */
  | { readonly kind: "billed"; readonly settings: SomeSettings; readonly isStopped?: boolean }
  /** A snapshot of the instance's whole storage comes or goes. */
  | { readonly kind: "snapshot"; readonly change: "made" | "deleted" }
  /** It is billed by what nobody can tell beforehand. */
  | { readonly kind: "unpriced"; readonly why: string };

/** What RDS shows of a run. `absent`: no trace of the call, so it was not carried out (or is not visible yet). */
export type Observation =
  | { readonly kind: "absent" }
  | {
      readonly kind: "in-progress";
      readonly text: string;
      readonly percent?: number;
      /** What is already there, for whoever has to look after it when the run's time is over. */
      readonly facts?: readonly Fact[];
      readonly details?: JsonObject;
    }
  /** `details` are the facts for programs, under the API's names. */
  | { readonly kind: "done"; readonly facts: readonly Fact[]; readonly details?: JsonObject }
  | { readonly kind: "failed"; readonly guidance: string; readonly details?: JsonObject };

/** One entry of the RDS catalogue, its parameters opaque to everyone else. */
export interface Operation {
  readonly name: string;
  readonly shortName: string;
  readonly label: string;
  readonly fields: readonly FormField[];
  /** How long a run may take before it ends as timed out; nothing where the usual time does. */
  readonly patienceSeconds: number | undefined;
  /** Its traces may show late: who finds none after an interruption must wait before it calls anew. */
  readonly isToldLate: boolean;
  /** Whether the policy may have a snapshot made before it. */
  readonly isServedBySnapshot: boolean;
  riskIn(environment: string): Risk;
  /** Reads what somebody asked for into the parameters that are approved, or says what is wrong with them. */
  parse(input: unknown, instance: TargetInstance): Result<JsonObject, readonly ParameterIssue[]>;
  /** What the approver reads: the effect, its outage, and what else takes effect with it. */
  describe(parameters: JsonObject, instance: TargetInstance, requestId: RequestId): Description;
  outage(parameters: JsonObject, instance: TargetInstance): Outage;
  /** What takes effect besides what was asked for; it raises the risk by one level. */
  collateral(parameters: JsonObject, instance: TargetInstance): readonly Fact[];
  /** The parameters as the API answers them: what was left to the tool is filled in, what stays open is left out. */
  answer(parameters: JsonObject, run: Pick<RunContext, "instanceId" | "requestId">): JsonObject;
  /** What the approval rests on: with another state, other people might say no, or the way back would lead elsewhere. */
  materialState(parameters: JsonObject, instance: TargetInstance): JsonObject;
  /** What it changes of what is paid for by the month. */
  costEffect(parameters: JsonObject, instance: TargetInstance): CostEffect;
  /** What would undo it, from the instance as it was before; nothing where nothing can. */
  inverse(parameters: JsonObject, before: TargetInstance, requestId: RequestId): Inverse | undefined;
  /** Asked just before the call: why it must not be made, and what to do about it; nothing when it may. */
  obstacle(rds: RdsReader, parameters: JsonObject, context: RunContext): Promise<string | undefined>;
  /** The change to make, as data. */
  command(parameters: JsonObject, context: RunContext): RdsCommand;
  /** What to tell the thread once RDS has taken the call. */
  started(parameters: JsonObject, context: RunContext): string;
  /** Looks in RDS for what the call did. */
  observe(rds: RdsReader, parameters: JsonObject, context: RunContext): Promise<Observation>;
}
