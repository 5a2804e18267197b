import { type Config, ConfigError, required } from "./config.ts";

/** Where a bot of several tenants logs in. */
const manyTenants = "botframework.com";

/** What the bot is in Teams; nothing where it is not set up. Throws a `ConfigError` where half of it is missing. */
export function findTeamsBot({ teams }: Config) {
  const { appId, appType, tenantIds, openIdUrl, loginUrl } = teams;
  if (appId === undefined) return undefined;
  const [first, ...others] = tenantIds;
  const tenant = required(first, "TEAMS_TENANT_IDS");
  const isOfOne = appType === "SingleTenant";
  if (isOfOne && others.length > 0)
    throw new ConfigError("TEAMS_TENANT_IDS: a SingleTenant bot has one tenant");
  const password = required(teams.appPassword, "TEAMS_APP_PASSWORD");
  return {
    appId,
    tenantIds,
    openIdUrl,
    credentials: { appId, password, tenant: isOfOne ? tenant : manyTenants, loginUrl },
  };
}
