import { expect, test } from "vitest";
import { teamsSecretSchema } from "../../../src/app/secrets/teams-secret.ts";

test("ids that were put in upper case are those of Teams' tokens and activities, which are in lower case", () => {
  const secret = teamsSecretSchema.parse({
    app_id: "11111111-2222-4333-8444-ABCDEFABCDEF",
    app_password: "aB~cD",
    tenant_ids: "AAAAAAAA-2222-4333-8444-555555555555",
  });

  expect(secret).toEqual({
    appId: "11111111-2222-4333-8444-abcdefabcdef",
    appPassword: "aB~cD",
    appType: "SingleTenant",
    tenantIds: ["aaaaaaaa-2222-4333-8444-555555555555"],
  });
});
