import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { type Execution, executionSchema } from "./execution.ts";

const fileSchema = z.array(executionSchema);

/** More that have ended are forgotten, the oldest first. */
const mostEnded = 200;

/** Executions by their ARN, kept in a file between starts; in memory alone without one. */
export class ExecutionFile {
  readonly #file: string | undefined;
  readonly #executions: Map<string, Execution>;

  constructor(file: string | undefined) {
    this.#file = file;
    const kept =
      file !== undefined && existsSync(file) ? fileSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : [];
    this.#executions = new Map(kept.map((execution) => [execution.executionArn, execution]));
  }

  get all(): readonly Execution[] {
    return [...this.#executions.values()];
  }

  find(arn: string): Execution | undefined {
    return this.#executions.get(arn);
  }

  save(execution: Execution): void {
    this.#executions.set(execution.executionArn, execution);
    const ended = this.all.filter(({ status }) => status !== "RUNNING");
    for (const { executionArn } of ended.slice(0, Math.max(0, ended.length - mostEnded))) {
      this.#executions.delete(executionArn);
    }
    if (this.#file === undefined) return;
    // Whole or not at all, whenever the process ends.
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify(this.all), { mode: 0o600 });
    renameSync(draft, this.#file);
  }
}
