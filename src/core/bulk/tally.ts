import type { Fact } from "../fact.ts";
import type { BulkIntent } from "../intent.ts";
import type { RunPart } from "../run.ts";
import { durationText, shortened } from "../texts.ts";
import { partNamesOf } from "./part-names.ts";

export interface Tally {
  readonly total: number;
  readonly started: number;
  readonly done: number;
  /** Ended otherwise. */
  readonly failed: number;
}

/** How far a bulk run is; those that have not started are only in the total. */
export function tallyOf({ parts }: Pick<BulkIntent, "parts">, ran: readonly RunPart[] = []): Tally {
  const ends = ran.flatMap(({ end }) => end ?? []);
  const done = ends.filter(({ result }) => result === "available").length;
  return { total: parts.length, started: ran.length, done, failed: ends.length - done };
}

/** "3 of 5 done, 1 failed" */
export function tallyText({ total, done, failed }: Tally): string {
  return `${done} of ${total} done${failed > 0 ? `, ${failed} failed` : ""}`;
}

/** How one instance ended, as its line in the thread says it after its name. */
export function partEndText({
  result,
  durationSeconds,
  guidance,
}: Omit<NonNullable<RunPart["end"]>, "at">): string {
  switch (result) {
    case "available":
      return `done after ${durationText(durationSeconds)}`;
    case "failed":
      return `failed: ${guidance}`;
    case "timeout":
      return `timed out after ${durationText(durationSeconds)}: ${guidance}`;
    case "not-started":
      return `not started: ${guidance}`;
  }
}

/** What a bulk run made of its instances: how many are done, then each that is not, in short. */
export function tallyFacts(intent: Pick<BulkIntent, "parts">, ran: readonly RunPart[]): readonly Fact[] {
  const { done, total } = tallyOf(intent, ran);
  return [
    { label: "Done", value: `${done} of ${total}` },
    ...unfinished(intent, ran).map(({ name, end }) => ({
      label: name,
      value: end ? shortened(partEndText(end), 200) : "never started",
    })),
  ];
}

/** Which instances to ask for again, ready to be typed. Empty when all are done. */
export function tallyGuidance(intent: Pick<BulkIntent, "parts">, ran: readonly RunPart[]): string {
  const names = unfinished(intent, ran).map(({ name }) => name);
  if (names.length === 0) return "";
  const what = names.length === 1 ? "One instance is" : `${names.length} instances are`;
  return `${what} not done, the others are. Look at what is said of each; then ask again for ${names.join(",")}`;
}

function unfinished({ parts }: Pick<BulkIntent, "parts">, ran: readonly RunPart[]) {
  return partNamesOf(parts.map(({ instance }) => instance)).flatMap((name, index) => {
    const end = ran[index]?.end;
    return end?.result === "available" ? [] : [{ name, end }];
  });
}
