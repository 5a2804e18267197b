import { fullNameOf, type InstanceAddress } from "../instance-name.ts";

/** What people call each of several instances, in their order: its name, or its full name where another one has that too. */
export function partNamesOf(instances: readonly InstanceAddress[]): readonly string[] {
  const sameName = Map.groupBy(instances, ({ id }) => id);
  return instances.map((one) => ((sameName.get(one.id)?.length ?? 0) > 1 ? fullNameOf(one) : one.id));
}
