import { z } from "zod";

const tenantsSchema = z
  .union([z.string().transform((text) => text.split(",").map((id) => id.trim())), z.array(z.string())])
  .pipe(z.array(z.guid("the tenants' ids, with commas between them").toLowerCase()).min(1));

/**
 * The secret of Teams as it is stored: the bot's registration in Entra. Its ids are in lower case, as tokens and activities have them:
 * Microsoft's login takes either, so that nothing else would tell why nobody is let in.
 */
export const storedTeamsSecretSchema = z
  .object({
    app_id: z.string().min(1).toLowerCase(),
    app_password: z.string().min(1),
    app_type: z.enum(["SingleTenant", "MultiTenant"]).default("SingleTenant"),
    tenant_ids: tenantsSchema,
  })
  .refine(({ app_type, tenant_ids }) => app_type === "MultiTenant" || tenant_ids.length === 1, {
    path: ["tenant_ids"],
    message: "a SingleTenant bot has one tenant",
  });

export const teamsSecretSchema = storedTeamsSecretSchema.transform(
  ({ app_id: appId, app_password: appPassword, app_type: appType, tenant_ids: tenantIds }) => ({
    appId,
    appPassword,
    appType,
    tenantIds,
  }),
);

/** What the bot is in Entra, and the tenants whose people may come in. */
export type TeamsSecret = z.infer<typeof teamsSecretSchema>;
