import { byInstanceName, fullNameOf, type InstanceAddress } from "../instance-name.ts";
import type { Refusal } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { matchesPattern } from "./matches-pattern.ts";

/** What of an instance a selection goes by. */
export interface Selectable extends InstanceAddress {
  readonly environment: string;
  /** Missing in what the inventory kept before it kept them. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export type Selector =
  | { readonly kind: "name"; readonly word: string; readonly name: string }
  | { readonly kind: "pattern"; readonly word: string; readonly pattern: string }
  | { readonly kind: "tag"; readonly word: string; readonly key: string; readonly value: string };

/** More than that nobody can look through on a card. */
export const mostInstances = 50;

/** Whether several instances can be meant: a list `a,b`, a pattern `dev-*`, a tag `tag:team=payments`. */
export function isSelection(text: string): boolean {
  return /[,*?\n]/.test(text) || /^\s*tag:/i.test(text);
}

/** The words of a selection, separated by commas; names and patterns by spaces too, as neither can hold one. */
export function parseSelection(text: string): readonly Selector[] {
  return text
    .split(/[,\n]/)
    .flatMap((words) => (/^\s*tag:/i.test(words) ? [words.trim()] : words.split(/\s+/)))
    .filter((word) => word !== "")
    .map(toSelector);
}

/**
 * The instances that a selection means, each once and by name. Refused where a word of it means none, where together they are
 * more than 50, where a name is that of several, and where they are of several environments.
 */
export function selectInstances<Instance extends Selectable>(
  selectors: readonly Selector[],
  known: readonly Instance[],
): Result<readonly Instance[], Refusal> {
  const chosen = new Map<string, Instance>();
  for (const selector of selectors) {
    const meant = known.filter((instance) => means(selector, instance));
    if (meant.length === 0) {
      return selector.kind === "name"
        ? err({ kind: "unknown-instance", instanceId: selector.word, similar: [] })
        : err({ kind: "nothing-selected", selection: selector.word });
    }
    if (selector.kind === "name" && meant.length > 1) {
      return err({ kind: "ambiguous-instance", instanceId: selector.name, names: meant.map(fullNameOf) });
    }
    for (const instance of meant) chosen.set(fullNameOf(instance), instance);
  }
  const instances = [...chosen.values()].toSorted(byInstanceName);
  if (instances.length === 0) return err({ kind: "nothing-selected", selection: "" });
  if (instances.length > mostInstances) {
    return err({ kind: "too-many-instances", count: instances.length, limit: mostInstances });
  }
  const names = [...new Set(instances.map(({ environment }) => environment))].toSorted();
  if (names.length > 1) {
    const environments = names.map((name) => ({
      name,
      instances: instances.filter(({ environment }) => environment === name).map(({ id }) => id),
    }));
    return err({ kind: "mixed-environments", environments });
  }
  return ok(instances);
}

function toSelector(word: string): Selector {
  const [, key, value] = /^tag:([^=]*)=(.*)$/i.exec(word) ?? [];
  if (key !== undefined && value !== undefined) {
    return { kind: "tag", word, key: key.trim().toLowerCase(), value: value.trim().toLowerCase() };
  }
  const lowered = word.toLowerCase();
  return /[*?]|^tag:/.test(lowered)
    ? { kind: "pattern", word, pattern: lowered }
    : { kind: "name", word, name: lowered };
}

/** Tags are compared without case: which instances are meant is shown by name before anybody agrees. */
function means(selector: Selector, instance: Selectable): boolean {
  const { id, tags = {} } = instance;
  switch (selector.kind) {
    case "name":
      return id.toLowerCase() === selector.name || fullNameOf(instance) === selector.name;
    case "pattern":
      return matchesPattern(id.toLowerCase(), selector.pattern);
    case "tag":
      return Object.entries(tags).some(
        ([key, value]) => key.toLowerCase() === selector.key && value.toLowerCase() === selector.value,
      );
  }
}
