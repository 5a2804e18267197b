import { readFile } from "node:fs/promises";
import { cloudWatchAlarmSchema } from "../../src/adapters/queue/cloudwatch-alarm.ts";
import type { AlarmChange } from "../../src/core/alarm/alarm.ts";

export type Notification = Readonly<Record<string, unknown>>;

/** What CloudWatch told a topic, as it was recorded; `changes` are written over it. */
export async function notificationOf(
  file: "alarm" | "expression-alarm" | "composite-alarm",
  changes: Notification = {},
): Promise<Notification> {
  return { ...JSON.parse(await readFile(`test/fixtures/cloudwatch/${file}.json`, "utf8")), ...changes };
}

/** The alarm of the fixture `alarm` changes at a moment. */
export async function changeAt(
  time: string,
  state: "ALARM" | "OK" | "INSUFFICIENT_DATA",
  changes: Notification = {},
): Promise<AlarmChange> {
  const told = { NewStateValue: state, StateChangeTime: `2026-11-27T${time}.000+0000`, ...changes };
  return cloudWatchAlarmSchema.parse(await notificationOf("alarm", told));
}
