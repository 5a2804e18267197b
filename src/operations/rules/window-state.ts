import { durationText } from "../../core/texts.ts";
import { around, day, findBackupWindow, findMaintenanceWindow, week } from "./time-window.ts";

const mondayMilliseconds = Date.UTC(1970, 0, 5);

/** How a daily or weekly window stands at a moment: "opens in 3 h", "open now, closes in 12 min"; nothing for what is no window. */
export function findWindowState(window: string, moment: Date): string | undefined {
  const daily = findBackupWindow(window);
  const found = daily ?? findMaintenanceWindow(window);
  if (!found) return undefined;
  const circle = daily ? day : week;
  const sinceStart = around((moment.getTime() - mondayMilliseconds) / 60_000 - found.start, circle);
  return sinceStart < found.length
    ? `open now, closes in ${durationText((found.length - sinceStart) * 60)}`
    : `opens in ${durationText((circle - sinceStart) * 60)}`;
}
