import { createSnapshot } from "./create-snapshot.ts";
import type { Operation } from "./operation.ts";
import { rebootInstance } from "./reboot-instance.ts";

/** Every operation that can be asked for, in the order in which forms offer them. */
export const catalogue: readonly Operation[] = [createSnapshot, rebootInstance];

/** Finds an operation by its name or by its short name, `create_snapshot` or `snapshot`. */
export function findOperation(name: string): Operation | undefined {
  const wanted = name.trim().toLowerCase().replaceAll("-", "_");
  return catalogue.find((operation) => operation.name === wanted || operation.shortName === wanted);
}
