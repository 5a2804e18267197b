/** What this folder writes to the log: fields in snake_case, the error as `err`; never an activity or a token. */
export interface TeamsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
