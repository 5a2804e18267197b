/** How many numbers of a version make its major: 16.4 of PostgreSQL is a 16, 8.0.39 of MySQL an 8.0. */
function majorOf(engine: string, version: string): string {
  const numbers = /mysql|mariadb/.test(engine) ? 2 : 1;
  return version.split(".").slice(0, numbers).join(".");
}

export function isMajorUpgrade(engine: string, from: string, to: string): boolean {
  return majorOf(engine, from) !== majorOf(engine, to);
}

/** Whether a version comes after another of the same engine. */
export function isLaterVersion(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) > 0;
}
