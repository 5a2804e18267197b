import type { ScheduledHandler } from "aws-lambda";
import { makeRefreshInventory } from "../app/inventory/refresh-inventory.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireRds } from "../wiring/wire-rds.ts";
import { systemClock, wirePolicy, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "inventory");
const refreshInventory = makeRefreshInventory({
  ...wireStores(config),
  ...systemClock,
  rds: wireRds(config),
  policy: wirePolicy(config),
  tenant: config.tenant,
  onFailure: (place, error) => log.error({ place, err: error }, "an account's region could not be read"),
});

/** Each quarter of an hour: notes every instance and its environment. */
export const handler: ScheduledHandler = async () => {
  const instances = await refreshInventory();
  log.info({ instances }, "refreshed the inventory");
};
