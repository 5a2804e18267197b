import type { Fact } from "../../core/fact.ts";
import type { TargetInstance } from "../frame/operation.ts";

/** Names the instance's read replicas and what becomes of them; nothing where it has none. */
export function replicaFacts({ replicas }: TargetInstance, fate: string): readonly Fact[] {
  return replicas.length > 0 ? [{ label: "Read replicas", value: `${replicas.join(", ")}: ${fate}` }] : [];
}
