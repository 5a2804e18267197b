import { ok } from "../../core/result.ts";
import { defineCommand } from "../define-command.ts";
import { operatorOptions, operatorUsage } from "../operator-options.ts";

export const doctor = defineCommand("doctor", {
  usage: `countersign doctor [--skip CHECK ...] [--json]
                    ${operatorUsage}
                                  looks a deployment over and says how to mend what is amiss; a running npm start
                                  where nothing else is said. Ends with 1 where there is a problem`,
  options: { ...operatorOptions, skip: { type: "string", multiple: true }, json: { type: "boolean" } },
  parse: ({ skip = [], json = false, ...place }) => ok({ place, skip, asJson: json }),
  run: async ({ place, skip, asJson }) => {
    const { openDeployment } = await import("../open-deployment.ts");
    const { wireChecks } = await import("../doctor/wire-checks.ts");
    const { runChecks } = await import("../../app/doctor/run-checks.ts");
    const { printChecks } = await import("../doctor/print-checks.ts");
    const checks = wireChecks(await openDeployment(place));
    return printChecks(await runChecks(checks.filter(({ name }) => !skip.includes(name))), { asJson });
  },
});
