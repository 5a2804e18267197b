import type { AlarmChange } from "../../core/alarm/alarm.ts";

/** What is known of alarms, in whatever order it came. An alarm changes once in a millisecond. */
export interface AlarmHistory {
  /** The same change twice is one. Whoever notes first and reads then sees what another has noted before reading. */
  note(change: AlarmChange): Promise<void>;
  /** The alarm's last change before the moment. */
  findBefore(alarm: string, moment: Date): Promise<AlarmChange | undefined>;
  /** The alarm's first change after the moment. */
  findAfter(alarm: string, moment: Date): Promise<AlarmChange | undefined>;
}
