import { matchesGlob } from "node:path";
import { fullNameOf } from "../instance-name.ts";
import type { Policy } from "./policy.ts";

export interface Classification {
  readonly environment: string;
  /** What told it, for people to read. */
  readonly source: string;
}

/**
 * The environment of an instance: by its tags, then by the policy's lists of instances and of accounts, then by its name
 * patterns. What none of them tells counts as production, so that nothing slips through unasked.
 */
export function classifyInstance(
  policy: Pick<Policy, "environments" | "environment_tags">,
  instance: {
    readonly id: string;
    readonly account: string;
    readonly region: string;
    readonly tags: Readonly<Record<string, string>>;
  },
): Classification {
  const environments = Object.entries(policy.environments);
  for (const tag of policy.environment_tags) {
    const value = instance.tags[tag]?.toLowerCase();
    const named = environments.find(
      ([name, { tags }]) => value !== undefined && (name === value || tags.includes(value)),
    );
    if (named) return { environment: named[0], source: `tag ${tag}=${instance.tags[tag]}` };
  }
  const isListed = (name: string) => environments.find(([, { instances }]) => instances.includes(name));
  const listed = isListed(fullNameOf(instance)) ?? isListed(instance.id);
  if (listed) return { environment: listed[0], source: "listed by name" };
  const owned = environments.find(([, { accounts }]) => accounts.includes(instance.account));
  if (owned) return { environment: owned[0], source: `account ${instance.account}` };
  for (const [environment, { names }] of environments) {
    const pattern = names.find((name) => matchesGlob(instance.id, name));
    if (pattern !== undefined) return { environment, source: `name like ${pattern}` };
  }
  return { environment: "production", source: "nothing tells, so it counts as production" };
}
