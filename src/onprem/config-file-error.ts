/** A configuration file of the premises cannot be used; each problem names its line and key. */
export class ConfigFileError extends Error {
  override readonly name = "ConfigFileError";
  readonly problems: readonly string[];

  constructor(fileName: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${fileName} cannot be used:\n${problems.map((problem) => `  ${problem}`).join("\n")}`, options);
    this.problems = problems;
  }
}
