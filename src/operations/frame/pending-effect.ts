import type { Fact } from "../../core/fact.ts";
import { settingKeys, settingName, settingText } from "./instance-state.ts";
import type { InstanceSettings, RdsInstance, SomeSettings } from "./rds-gateway.ts";

/** What an operation makes take effect besides what it sets. */
export interface PendingEffect {
  /** The pending modifications, but for those that the operation itself sets anew. */
  readonly modifications?: { readonly besides: SomeSettings };
  /** The static parameters that wait for a restart. */
  readonly parameters?: boolean;
}

type Waiting = InstanceSettings & Pick<RdsInstance, "pending" | "hasPendingParameters">;

/** What of an instance's pending changes it makes take effect. */
export function collateralOf(
  { modifications, parameters = false }: PendingEffect,
  instance: Waiting,
): readonly Fact[] {
  const keys = settingKeys(modifications ? instance.pending : {}).filter(
    (key) => modifications?.besides[key] === undefined,
  );
  const settings = keys.map(
    (key) => `${settingName(key)}: ${settingText(instance[key])} → ${settingText(instance.pending[key])}`,
  );
  const restarts = parameters || keys.includes("instanceClass") || keys.includes("engineVersion");
  const waiting =
    restarts && instance.hasPendingParameters ? [`pending parameters of ${instance.parameterGroup}`] : [];
  return [...settings, ...waiting].map((value) => ({ label: "Also applied", value }));
}
