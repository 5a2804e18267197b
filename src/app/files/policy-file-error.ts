/** The policy file cannot be used; each problem names its line and key. */
export class PolicyFileError extends Error {
  override readonly name = "PolicyFileError";
  readonly problems: readonly string[];

  constructor(fileName: string, problems: readonly string[]) {
    super(`${fileName} is not a valid policy:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}
