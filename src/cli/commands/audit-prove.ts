import { err, ok } from "../../core/result.ts";
import { defineCommand } from "../define-command.ts";
import { operatorOptions, operatorUsage } from "../operator-options.ts";
import { complain, refused, say } from "../say.ts";

export const auditProve = defineCommand("audit prove", {
  usage: `countersign audit prove REQUEST SEQUENCE
                    ${operatorUsage}
                                  prints a proof, as JSON, that a daily seal has this event`,
  options: operatorOptions,
  words: ["REQUEST", "SEQUENCE"],
  parse: (place, [request = "", given = ""]) => {
    const sequence = Number(given);
    return Number.isInteger(sequence) && sequence > 0
      ? ok({ place, request, sequence })
      : err("SEQUENCE is the event's number, 1 for the first.");
  },
  run: async ({ place, request, sequence }) => {
    const { openDeployment, withBuckets } = await import("../open-deployment.ts");
    const { makeProveInclusion } = await import("../../app/audit/prove-inclusion.ts");
    const { wireAuditTrail } = await import("../../wiring.ts");
    const { wireSealArchive } = await import("../../wiring/wire-archives.ts");
    const config = await withBuckets((await openDeployment(place)).config);
    const prove = makeProveInclusion({ trail: wireAuditTrail(config), archive: wireSealArchive(config) });
    const proof = await prove(request, sequence);
    if (!proof.ok) return complain(proof.error, refused);
    say(JSON.stringify(proof.value));
    return 0;
  },
});
