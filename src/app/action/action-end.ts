import type { JsonObject } from "../../core/json.ts";
import type { Fact } from "../../core/request.ts";
import type { Outcome } from "../../core/run.ts";
import { shortened } from "../../core/texts.ts";
import type { ActionReport } from "../ports/poller-report.ts";

/** What a run's end is in the request's terms. */
export type ActionEnd = Pick<Outcome, "result" | "facts" | "guidance"> & { readonly details: JsonObject };

/** Slack shows 300 characters of a value; the rest is in the record. */
const shownOutput = 300;

/** How an action ended, as its command did: well with exit code 0 alone. */
export function endOf(report: Extract<ActionReport, { kind: "ended" }>): ActionEnd {
  const { exit_code, signal, timed_out, output, error } = report;
  const details = { exit_code, signal, timed_out, output, ...(error !== undefined && { error }) };
  const facts = [...exitFacts(exit_code, signal), ...outputFacts(output)];
  if (error !== undefined)
    return { result: "failed", facts, guidance: `It could not be started: ${error}.`, details };
  if (timed_out) {
    return {
      result: "timeout",
      facts,
      guidance: "It took longer than the poller's configuration allows, and was stopped.",
      details,
    };
  }
  if (exit_code === 0) return { result: "available", facts, guidance: "", details };
  return { result: "failed", facts, guidance: "The command did not end well.", details };
}

function exitFacts(exitCode: number | null, signal: string | null): readonly Fact[] {
  if (exitCode !== null) return [{ label: "Exit code", value: String(exitCode) }];
  return signal === null ? [] : [{ label: "Ended by", value: signal }];
}

/** Its last lines: there stands what went wrong. */
function outputFacts(output: string): readonly Fact[] {
  const lines = output.trimEnd().split("\n");
  let shown = "";
  for (const line of lines.toReversed()) {
    if (shown.length + line.length + 1 > shownOutput) break;
    shown = shown === "" ? line : `${line}\n${shown}`;
  }
  if (shown === "") shown = shortened(lines.at(-1) ?? "", shownOutput);
  return shown === "" ? [] : [{ label: "Output", value: shown }];
}
