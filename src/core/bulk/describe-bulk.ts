import type { Fact } from "../fact.ts";
import type { BulkIntent } from "../intent.ts";
import type { Description, RequestId } from "../request.ts";
import { namesText } from "../texts.ts";

/** One instance of a bulk request as it would describe itself alone. */
export interface DescribedPart {
  readonly instanceId: string;
  /** As people tell it from the others. */
  readonly name: string;
  readonly requestId: RequestId;
  readonly description: Description;
}

const mostNames = 10;
/** Less than the narrowest surface shows of a fact. */
const longestNames = 290;
const mostNamesBeside = 3;
const mostWays = 6;

/**
 * What people read of one operation on several instances: what is the same of all is said once, what is not with the names
 * beside it.
 */
export function describeBulk(
  parts: readonly DescribedPart[],
  {
    label,
    parallelism,
    selection,
  }: Pick<BulkIntent, "parallelism"> & { readonly label: string; readonly selection: string },
): Description {
  const names = parts.map(({ name }) => name);
  const isList = selection.includes(",") && !/[*?:]/.test(selection);
  return {
    title: titleOf(parts, label),
    effect: effectOf(parts),
    facts: [
      { label: "Instances", value: fittingNames(names) },
      ...(isList ? [] : [{ label: "Chosen by", value: selection }]),
      {
        label: "At the same time",
        value: parallelism === 1 ? "1, one after the other" : String(parallelism),
      },
      ...factsOf(parts),
    ],
  };
}

/** Cut between two names: what is not shown has to be counted. */
function fittingNames(names: readonly string[]): string {
  const shown = Array.from({ length: mostNames }, (_, fewer) => namesText(names, mostNames - fewer));
  return shown.find((text) => text.length <= longestNames) ?? namesText(names, 1);
}

/** "Reboot 5 instances", where the titles differ in the instance's name only. */
function titleOf(parts: readonly DescribedPart[], label: string): string {
  const count = `${parts.length} instances`;
  const titles = new Set(
    parts.map(({ description: { title }, instanceId }) =>
      title.includes(instanceId) ? title.replace(instanceId, count) : "",
    ),
  );
  const [title = ""] = titles;
  return titles.size === 1 && title !== "" ? title : `${label}: ${count}`;
}

function effectOf(parts: readonly DescribedPart[]): string {
  const ways = waysOf(parts.map((part) => ({ part, text: part.description.effect })));
  if (ways.length === 1) return ways.map(({ text }) => text).join();
  return ways.map(({ text, names }) => `${namesText(names, mostNamesBeside)}: ${text}`).join("\n");
}

/** Each label once for all, and those of which an instance has several, like what is also applied, a fact for each. */
function factsOf(parts: readonly DescribedPart[]): readonly Fact[] {
  const all = parts.flatMap((part) => part.description.facts.map((fact) => ({ part, ...fact })));
  const labels = [...new Set(all.map(({ label }) => label))].filter((label) => label !== "Instance");
  return labels.flatMap((label) => {
    const said = all.filter((fact) => fact.label === label).map(({ part, value: text }) => ({ part, text }));
    return told(waysOf(said), parts.length).map((value) => ({ label, value }));
  });
}

interface Way {
  readonly text: string;
  readonly names: readonly string[];
}

/** The different texts, with the names of those of which each is true. */
function waysOf(said: readonly { readonly part: DescribedPart; readonly text: string }[]): readonly Way[] {
  const ways = new Map<string, readonly string[]>();
  for (const { part, text } of said) {
    const general = text.replaceAll(part.requestId, "(request)").replaceAll(part.instanceId, "(instance)");
    ways.set(general, [...(ways.get(general) ?? []), part.name]);
  }
  return [...ways].map(([text, names]) => ({ text, names }));
}

/** What is true of all as it is, all else with the names that it is true of. */
function told(ways: readonly Way[], all: number): readonly string[] {
  const shown = ways
    .slice(0, mostWays)
    .map(({ text, names }) =>
      names.length === all ? text : `${text} (${namesText(names, mostNamesBeside)})`,
    );
  const rest = ways.slice(mostWays).flatMap(({ names }) => names).length;
  return rest > 0 ? [...shown, `otherwise for ${rest} more: the list in the decision's form tells`] : shown;
}
