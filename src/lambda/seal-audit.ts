import type { ScheduledHandler } from "aws-lambda";
import { makeSealDays } from "../app/audit/seal-days.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireSealArchive } from "../wiring/wire-archives.ts";
import { wireSealSigner } from "../wiring/wire-keys.ts";
import { systemClock, wireAuditTrail } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "seal-audit");
const sealDays = makeSealDays({
  ...systemClock,
  trail: wireAuditTrail(config),
  archive: wireSealArchive(config),
  signer: wireSealSigner(config),
  tenant: config.tenant,
});

/** Each hour: seals the days that are over and have no seal, which is once a day. What it cannot seal makes it fail. */
export const handler: ScheduledHandler = async () => {
  for (const { day, events, late, root } of await sealDays()) {
    log.info({ day, events, late, root }, "sealed a day of the audit log");
  }
};
