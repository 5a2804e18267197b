import type { ScheduledHandler } from "aws-lambda";
import { makeRefreshInventory } from "../app/refresh-inventory.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { systemClock, wirePolicy, wireRds, wireStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "inventory");
const refreshInventory = makeRefreshInventory({
  ...wireStores(config),
  ...systemClock,
  rds: wireRds(),
  policy: wirePolicy(config),
  tenant: config.tenant,
});

/** Each quarter of an hour: notes every instance and its environment. */
export const handler: ScheduledHandler = async () => {
  const instances = await refreshInventory();
  log.info({ instances }, "refreshed the inventory");
};
