import { z } from "zod";

export const day = 24 * 60;
export const week = 7 * day;
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** In minutes, the start since Monday 00:00 UTC. */
interface TimeWindow {
  readonly start: number;
  readonly length: number;
}

const time = "(?:[01]\\d|2[0-3]):[0-5]\\d";
const daily = new RegExp(`^${time}-${time}$`);
const weekly = new RegExp(`^(?:${days.join("|")}):${time}-(?:${days.join("|")}):${time}$`);

const tooShort = "the window needs at least 30 minutes";

/** `HH:MM-HH:MM` in UTC, 30 minutes or more; it may go past midnight. */
export const backupWindowSchema = z
  .string({ error: "write it as HH:MM-HH:MM in UTC, such as 02:00-02:30" })
  .trim()
  .regex(daily, "write it as HH:MM-HH:MM in UTC, such as 02:00-02:30")
  .refine((text) => (findBackupWindow(text)?.length ?? 30) >= 30, tooShort);

/** `ddd:HH:MM-ddd:HH:MM` in UTC, 30 minutes to a day; it may go past the end of the week. */
export const maintenanceWindowSchema = z
  .string({ error: "write it as ddd:HH:MM-ddd:HH:MM in UTC, such as sun:03:30-sun:04:30" })
  .trim()
  .toLowerCase()
  .regex(weekly, "write it as ddd:HH:MM-ddd:HH:MM in UTC, such as sun:03:30-sun:04:30")
  .refine((text) => (findMaintenanceWindow(text)?.length ?? 30) >= 30, tooShort)
  .refine((text) => (findMaintenanceWindow(text)?.length ?? day) <= day, "the window can be a day at most");

/** Whether a daily backup would fall into the maintenance on any day; no where a window is not known. */
export function windowsOverlap(backupWindow: string, maintenanceWindow: string): boolean {
  const backup = findBackupWindow(backupWindow);
  const maintenance = findMaintenanceWindow(maintenanceWindow);
  if (!backup || !maintenance) return false;
  return days.some((_, index) => {
    const start = index * day + backup.start;
    return (
      around(maintenance.start - start, week) < backup.length ||
      around(start - maintenance.start, week) < maintenance.length
    );
  });
}

export function findBackupWindow(text: string): TimeWindow | undefined {
  if (!daily.test(text)) return undefined;
  const [from = "", to = ""] = text.split("-");
  return { start: minutes(from), length: around(minutes(to) - minutes(from), day) };
}

/** Nothing for a text that is not one. */
export function findMaintenanceWindow(text: string): TimeWindow | undefined {
  if (!weekly.test(text)) return undefined;
  const [from = 0, to = 0] = text
    .split("-")
    .map((moment) => days.indexOf(moment.slice(0, 3)) * day + minutes(moment.slice(4)));
  return { start: from, length: around(to - from, week) };
}

function minutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

/** The rest of a division that is never negative: the way round a day or a week. */
export function around(minutesAway: number, circle: number): number {
  return ((minutesAway % circle) + circle) % circle;
}
