import { once } from "node:events";
import { daySchema } from "../../core/audit/day.ts";
import { err, ok } from "../../core/result.ts";
import { defineCommand } from "../define-command.ts";
import { operatorOptions, operatorUsage } from "../operator-options.ts";

const text = { type: "string" } as const;

export const auditExport = defineCommand("audit export", {
  usage: `countersign audit export --from DAY [--to DAY]
                    ${operatorUsage}
                                  writes the record as JSON lines, which "audit verify --export" checks anywhere`,
  options: { ...operatorOptions, from: text, to: text },
  parse: ({ from = "", to = from, ...place }) =>
    [from, to].every((day) => daySchema.safeParse(day).success) && from <= to
      ? ok({ place, first: from, last: to })
      : err("--from DAY is missing, or no day such as 2026-11-27, or after --to."),
  run: async ({ place, first, last }) => {
    const { openDeployment, withBuckets } = await import("../open-deployment.ts");
    const { exportLines } = await import("../../app/audit/export-lines.ts");
    const { wireAuditTrail } = await import("../../wiring.ts");
    const config = await withBuckets((await openDeployment(place)).config);
    for await (const line of exportLines(wireAuditTrail(config), config.tenant, { first, last })) {
      if (!process.stdout.write(line)) await once(process.stdout, "drain");
    }
    return 0;
  },
});
