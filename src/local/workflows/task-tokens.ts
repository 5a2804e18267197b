import { randomBytes } from "node:crypto";
import type { TaskEnd } from "./execution.ts";

/** As AWS's begin. */
const mark = "AQC";

/** Of a length that is not unusual on AWS. Nobody can guess one, and it tells nothing. */
export function newTaskToken(): string {
  return mark + randomBytes(360).toString("base64");
}

export function isTaskToken(token: string): boolean {
  return token.startsWith(mark) && /^[\w+/=]{483}$/.test(token);
}

/** Somebody who waits for a task's end in this process. */
export interface Waiter {
  end(end: TaskEnd): void;
  beat(): void;
}

/** The tokens of the tasks that wait now. */
export type Waiters = Map<string, Waiter>;
