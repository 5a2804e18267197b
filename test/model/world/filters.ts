import type { Infrastructure } from "../../../src/local/provision/read-infrastructure.ts";
import { type Consumer, consumers, type Filters } from "./queues.ts";

/** The kinds of events that each subscription of `infra/` lets through. */
export function filtersOf({ subscriptions }: Infrastructure): Filters {
  const found = [...subscriptions].flatMap(([logicalId, { FilterPolicy }]) => {
    const consumer = consumers.find((name) => logicalId === `${pascalCaseOf(name)}Subscription`);
    const kinds = FilterPolicy?.kind;
    return consumer && Array.isArray(kinds) ? [[consumer, kinds.map(String)] as const] : [];
  });
  return new Map<Consumer, readonly string[]>(found);
}

function pascalCaseOf(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
