import type { Finding } from "../../app/doctor/check.ts";
import type { Checked } from "../../app/doctor/run-checks.ts";
import { say } from "../say.ts";

const marks = { ok: "ok", warning: "WARN", problem: "FAIL", skipped: "-" } as const satisfies Record<
  Finding["status"],
  string
>;

/** Says what was found, as JSON or as a table with what to do, and gives the exit code: 1 where there is a problem. */
export function printChecks(checked: readonly Checked[], { asJson }: { readonly asJson: boolean }): number {
  const findings = checked.flatMap((one) => one.findings);
  const counted = (status: Finding["status"]) =>
    findings.filter((finding) => finding.status === status).length;
  const [problems, warnings] = [counted("problem"), counted("warning")];
  const code = problems > 0 ? 1 : 0;
  if (asJson) {
    say(JSON.stringify({ is_well: problems === 0, problems, warnings, checks: checked }));
    return code;
  }
  const width = Math.max(...findings.map(({ about }) => about.length));
  for (const { name, milliseconds, findings: own } of checked) {
    say(`${name} (${milliseconds} ms)`);
    for (const { status, about, text, mend } of own) {
      say(`  ${marks[status].padEnd(4)}  ${about.padEnd(width)}  ${text}`);
      if (mend !== undefined) say(`        ${" ".repeat(width)}  → ${mend}`);
    }
  }
  say("");
  say(
    problems === 0
      ? `All is well${warnings > 0 ? `, but for ${warnings} to look at` : ""}.`
      : `${problems} to mend${warnings > 0 ? `, ${warnings} to look at` : ""}.`,
  );
  return code;
}
