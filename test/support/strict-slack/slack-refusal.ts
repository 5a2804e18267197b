/** What Slack answers with `ok: false`: its error code and, for malformed arguments, where they are wrong. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly details: readonly string[];

  constructor(code: string, details: readonly string[] = []) {
    super([code, ...details].join("; "));
    this.name = "SlackRefusal";
    this.code = code;
    this.details = details;
  }
}
