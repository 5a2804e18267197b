import { z } from "zod";
import type { Announcement } from "../announcement.ts";
import type { CardFact, Tone } from "../card.ts";
import { durationText } from "../texts.ts";

/** One change of an alarm's state, as it was told. All texts are raw. */
export interface AlarmChange {
  readonly alarm: string;
  /** `unknown`: there is nothing to measure any more. */
  readonly state: "ringing" | "over" | "unknown";
  readonly at: Date;
  /** What it means, and where it says what to do: `alarmMeaningOf` takes them apart. */
  readonly description: string;
  /** Why it has changed, in the words of what watches. */
  readonly reason: string;
  /** The value that made it ring; nothing where it rings for other alarms. */
  readonly measured?: string | undefined;
  readonly threshold?: string | undefined;
  /** Where the account and region are, and its graph; nothing where nobody can link to it. */
  readonly place: string;
  readonly graphUrl?: string | undefined;
}

/** An alarm from when it begins to ring until it does not any more. */
export interface AlarmEpisode {
  readonly began: AlarmChange;
  /** That it is over; as long as nobody has said so, that nothing is measured any more. */
  readonly ended: AlarmChange | undefined;
}

/** The alarm's name and the moment at which it began to ring. */
export const episodeIdSchema = z.string().startsWith("alarm#").brand<"AlarmEpisodeId">();
export type AlarmEpisodeId = z.infer<typeof episodeIdSchema>;

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** What an episode shows of itself, without a word of any surface's markup. All texts are raw: each surface escapes its own way. */
export interface AlarmCard {
  readonly title: string;
  readonly state: { readonly text: string; readonly tone: Tone };
  readonly meaning: string;
  readonly facts: readonly CardFact[];
  readonly reason: string;
  /** Of our own making: no text of anybody is part of them unless it is encoded. */
  readonly links: readonly Link[];
}

/** The id of the episode that begins with this change. */
export function episodeIdOf({ alarm, at }: AlarmChange): AlarmEpisodeId {
  return episodeIdSchema.parse(`alarm#${alarm}#${at.toISOString()}`);
}

/** Grows with what the episode shows: it rings, nothing is measured any more, it is over. */
export function versionOf({ ended }: AlarmEpisode): number {
  if (!ended) return 1;
  return ended.state === "over" ? 3 : 2;
}

/** `runbooksUrl` is where the repository's files are read, without a slash at its end; without it the runbook is named by its path. */
export function alarmCardOf({ began, ended }: AlarmEpisode, runbooksUrl: string | undefined): AlarmCard {
  const { meaning, runbook } = alarmMeaningOf(began.description);
  return {
    title: began.alarm,
    state: stateOf({ began, ended }),
    meaning,
    facts: [
      ...textFact("Measured", began.measured),
      ...textFact("Rings at", began.threshold),
      { label: "Since", value: began.at },
      ...(ended ? [{ label: "Until", value: ended.at }] : []),
      ...textFact("Where", began.place),
      ...(runbooksUrl === undefined ? textFact("Runbook", runbook) : []),
    ],
    reason: began.reason,
    links: [
      ...(runbook !== undefined && runbooksUrl !== undefined
        ? [{ label: "Runbook", url: `${runbooksUrl}/${runbook}` }]
        : []),
      ...(began.graphUrl === undefined ? [] : [{ label: "CloudWatch", url: began.graphUrl }]),
    ],
  };
}

/** What the thread says when it does not ring any more, and once more when that is known to be its end; nothing before. */
export function endLineOf({ began, ended }: AlarmEpisode): Announcement | undefined {
  if (!ended) return undefined;
  const { text, tone } = stateOf({ began, ended });
  return { text: [`${text}.`, ended.reason].filter((line) => line !== "").join("\n"), tone };
}

/** A description says what the alarm means, and ends with the path of its runbook in this repository. */
export function alarmMeaningOf(description: string): {
  readonly meaning: string;
  readonly runbook: string | undefined;
} {
  const [, meaning, runbook] =
    /^(.*?)\s*\bRunbook: (docs\/runbooks\/[a-z0-9-]+\.md)$/s.exec(description) ?? [];
  return { meaning: meaning ?? description, runbook };
}

function stateOf({ began, ended }: AlarmEpisode): AlarmCard["state"] {
  if (!ended) return { text: "Rings", tone: "bad" };
  const after = durationText((ended.at.getTime() - began.at.getTime()) / 1000);
  return ended.state === "over"
    ? { text: `OK again after ${after}`, tone: "good" }
    : { text: `Nothing is measured any more, after ${after}: it may be over or not`, tone: "waiting" };
}

function textFact(label: string, value: string | undefined): readonly CardFact[] {
  return value === undefined || value === "" ? [] : [{ label, value }];
}
