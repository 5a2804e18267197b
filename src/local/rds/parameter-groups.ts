/** The groups that somebody made, by name, with the family they are for. */
const made: ReadonlyMap<string, string> = new Map([
  ["payments-mysql80", "mysql8.0"],
  ["payments-mysql80-tuned", "mysql8.0"],
  ["payments-mysql84", "mysql8.4"],
  ["orders-postgres16", "postgres16"],
]);

/** The family of an engine's version: `postgres16`, `mysql8.0`. */
export function familyOf(engine: string, version: string): string {
  return `${engine}${majorOf(engine, version)}`;
}

/** PostgreSQL counts majors by one number, MySQL by two. */
export function majorOf(engine: string, version: string): string {
  return version
    .split(".")
    .slice(0, engine.includes("mysql") ? 2 : 1)
    .join(".");
}

/** The family that a group is for; undefined where there is no such group. RDS has a default for every family. */
export function findFamily(group: string): string | undefined {
  return made.get(group) ?? /^default\.([a-z-]+\d+(?:\.\d+)?)$/.exec(group)?.[1];
}
