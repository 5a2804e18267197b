/** What the Bot Connector answers instead of doing the work: a status, an error code, and what is wrong. */
export class TeamsRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly string[];

  constructor(status: number, code: string, details: readonly string[] = []) {
    super([code, ...details].join("; "));
    this.name = "TeamsRefusal";
    this.status = status;
    this.code = code;
    this.details = details;
  }
}
