import { personIdSchema } from "../../core/person.ts";
import { err, ok } from "../../core/result.ts";
import { defineCommand } from "../define-command.ts";
import { operatorOptions, operatorUsage } from "../operator-options.ts";

const flag = { type: "boolean" } as const;

/** A test has several hops, and each of them waits for longer than a check does. */
const sendPatienceMilliseconds = 240_000;

export const doctor = defineCommand("doctor", {
  usage: `countersign doctor [--send --as EMAIL] [--skip CHECK ...] [--json]
                    ${operatorUsage}
                                  looks a deployment over and says how to mend what is amiss; a running npm start
                                  where nothing else is said. --send has tests approved by you on each surface, and
                                  tells how long each step took. Ends with 1 where there is a problem`,
  options: {
    ...operatorOptions,
    skip: { type: "string", multiple: true },
    json: flag,
    send: flag,
    as: { type: "string" },
  },
  parse: ({ skip = [], json = false, send = false, as, ...place }) => {
    if (send !== (as !== undefined))
      return err("--send and --as EMAIL go together: the test is approved in your name.");
    const approver = personIdSchema.safeParse(as);
    if (send && !approver.success) return err("--as: your e-mail address, as Slack has it.");
    return ok({ place, skip, asJson: json, approver: approver.data });
  },
  run: async ({ place, skip, asJson, approver }) => {
    const { openDeployment } = await import("../open-deployment.ts");
    const { wireChecks } = await import("../doctor/wire-checks.ts");
    const { runChecks } = await import("../../app/doctor/run-checks.ts");
    const { printChecks } = await import("../doctor/print-checks.ts");
    const deployment = await openDeployment(place);
    const checks = wireChecks(deployment).filter(({ name }) => !skip.includes(name));
    const checked = await runChecks(checks);
    if (approver === undefined) return printChecks(checked, { asJson });
    const { wireTests } = await import("../doctor/wire-tests.ts");
    const sent = await runChecks(await wireTests(deployment.config, approver), sendPatienceMilliseconds);
    return printChecks([...checked, ...sent], { asJson });
  },
});
