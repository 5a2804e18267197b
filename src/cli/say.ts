/** Exit codes: what was refused is told apart from what went wrong. */
export const refused = 3;
export const misused = 2;

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Says what is wrong where it does not mix with answers, and gives the exit code back. */
export function complain(line: string, code: number): number {
  process.stderr.write(`${line}\n`);
  return code;
}
