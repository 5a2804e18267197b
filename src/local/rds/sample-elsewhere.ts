import { memberAccount, memberRegion } from "../sts/sample-roles.ts";
import type { InstanceSpec } from "./sample-instances.ts";
import type { Place } from "./world.ts";

/** An account and region with its databases. */
export type Elsewhere = Place & { readonly instances: readonly InstanceSpec[] };

/** A second account, for a policy that lists it; its `legacy-crm` has a namesake at home. */
export const sampleElsewhere: readonly Elsewhere[] = [
  {
    account: memberAccount,
    region: memberRegion,
    instances: [
      {
        id: "prod-ledger-01",
        multiAz: true,
        backupRetentionPeriod: 14,
        tags: [{ key: "Environment", value: "production" }],
      },
      { id: "dev-ledger-01", tags: [{ key: "Environment", value: "development" }] },
      { id: "legacy-crm", engine: "mysql", tags: [{ key: "Environment", value: "development" }] },
    ],
  },
];
