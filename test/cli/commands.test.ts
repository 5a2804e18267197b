import { expect, test } from "vitest";
import { readCommandLine, usageOf } from "../../src/cli/commands.ts";

test.each([
  ["aduit", 'There is no command "aduit".'],
  ["audit", 'Say "audit verify" or "audit export" or "audit prove".'],
  ["audit verify now", '"now" stands alone: quote what has spaces.'],
  ["audit verify --day 27.11.", "A day looks like 2026-11-27, and --from is not after --to."],
  [
    "audit verify --from 2026-03-02 --to 2026-03-01",
    "A day looks like 2026-11-27, and --from is not after --to.",
  ],
  ["audit verify --export a --request b", "Days, a --request, an --export or a --proof: one at a time."],
  [
    "audit verify --day 2026-03-01 --to 2026-03-02",
    "Days, a --request, an --export or a --proof: one at a time.",
  ],
  ["audit prove req-0123456789", "SEQUENCE: missing."],
  ["audit prove req-0123456789 0", "SEQUENCE is the event's number, 1 for the first."],
  ["audit export", "--from DAY is missing, or no day such as 2026-11-27, or after --to."],
  ["doctor --send", "--send and --as EMAIL go together: the test is approved in your name."],
  ["doctor --as you@acme.example", "--send and --as EMAIL go together: the test is approved in your name."],
  ["doctor --send --as you", "--as: your e-mail address, as Slack has it."],
  ["secrets put", "slack or teams: missing."],
  ["secrets put xoxb-1", "Which secret: slack or teams?"],
  ["secrets put slack xoxb-1", '"xoxb-1" stands alone: quote what has spaces.'],
  ["manifest irc", "Whose manifest: slack or teams?"],
  ["manifest slack --url countersign", "--url: an address such as https://countersign.acme.example."],
  ["manifest slack --app-id x", "--app-id is of Teams alone."],
  ["manifest teams --command /rds-dev", "--command is of Slack alone."],
  [
    "manifest slack --command RDS",
    "--command: a slash and up to 31 of a-z, 0-9, - and _, such as /rds-request-dev.",
  ],
  ["doctor --config x", '"doctor" has no --config.'],
])("%s is answered with what is wrong", (line, error) => {
  expect(readCommandLine(line.split(" "))).toEqual({ ok: false, error });
});

test.each([[[]], [["help"]], [["audit", "verify", "--help"]], [["doctor", "-h"]]])(
  "%j shows the usage",
  (args) => {
    expect(readCommandLine(args)).toEqual({ ok: true, value: "help" });
  },
);

test.each([
  [["doctor", "--as", "lena"], ["doctor"]],
  [["help", "audit", "prove"], ["audit prove"]],
  [["audit"], ["audit verify", "audit export", "audit prove"]],
])("the usage for %j is of that alone", (args, names) => {
  const shown = [...usageOf(args).matchAll(/^countersign ([a-z-]+(?: [a-z]+)?)/gm)].map(([, name]) => name);

  expect(shown).toEqual(names);
});

test("the usage of no command, or of one that there is not, has every command", () => {
  for (const name of [
    "trigger --serve",
    "poller",
    "api-key create",
    "secrets put",
    "manifest",
    "doctor",
    "audit verify",
    "audit export",
    "audit prove",
  ]) {
    expect(usageOf([])).toContain(`countersign ${name}`);
    expect(usageOf(["aduit"])).toContain(`countersign ${name}`);
  }
});
