import type { TeamsSecret } from "../app/secrets/teams-secret.ts";
import type { Config } from "../config.ts";

/** Where a bot of several tenants logs in. */
const manyTenants = "botframework.com";

export type TeamsBot = ReturnType<typeof toTeamsBot>;

/** The bot as the adapter of Teams takes it: how it logs in, and who may come in. */
export function toTeamsBot(
  { appId, appPassword: password, appType, tenantIds }: TeamsSecret,
  { openIdUrl, loginUrl }: Pick<Config["teams"], "openIdUrl" | "loginUrl">,
) {
  const [first = ""] = tenantIds;
  const tenant = appType === "SingleTenant" ? first : manyTenants;
  return { appId, tenantIds, openIdUrl, credentials: { appId, password, tenant, loginUrl } };
}
