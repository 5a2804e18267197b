import type { Reference } from "../../../src/local/provision/reference.ts";
import type { Resource } from "../package-service.ts";

/** What CloudFormation puts in where the template only names it. */
export interface DeployedValues {
  /** Throws on what the template does not define. */
  readonly resolve: (reference: Reference) => string;
}

/** A packaged function's environment as it is once it is deployed. Throws where a value is nothing that is known here. */
export function deployedEnvironment(
  { Properties }: Resource,
  { resolve }: DeployedValues,
): Readonly<Record<string, string>> {
  const variables: readonly (readonly [string, Reference])[] = Object.entries(
    Properties.Environment?.Variables ?? {},
  );
  return Object.fromEntries(variables.map(([name, reference]) => [name, resolve(reference)]));
}
