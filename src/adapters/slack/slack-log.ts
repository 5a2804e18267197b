import { type Logger, LogLevel } from "@slack/web-api";

/** What this folder writes to the log: fields in snake_case, the error as `err`; never a payload or a token. */
export interface SlackLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Hands on what Slack's libraries complain about. Their debug and info lines hold whole payloads, and are dropped. */
export function toSlackLogger(log: SlackLog): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (...said: unknown[]) => log.warn({ said: said.map(String) }, "Slack's library warns"),
    error: (...said: unknown[]) => log.error({ said: said.map(String) }, "Slack's library reports an error"),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
