import { z } from "zod";

const workActions: readonly string[] = [
  "CreateDBSnapshot",
  "RebootDBInstance",
  "ModifyDBInstance",
  "StartDBInstance",
  "StopDBInstance",
  "FailoverDBCluster",
];

/** What RDS takes on and then cannot do. A start ends in `incompatible-network`, a reboot in `incompatible-parameters`. */
const failingActions: readonly string[] = [
  "CreateDBSnapshot",
  "RebootDBInstance",
  "ModifyDBInstance",
  "StartDBInstance",
  "FailoverDBCluster",
];

/** A fault asked for through `/_control/faults`. `action` may be `*` for any; `times` is 1 unless said otherwise. */
export const faultSchema = z
  .object({
    action: z.string().min(1),
    kind: z.enum(["error", "hang", "drop-before", "drop-after", "fail", "fail-snapshot", "stuck"]),
    code: z.string().min(1).exactOptional(),
    message: z.string().exactOptional(),
    status: z.number().int().min(400).max(599).exactOptional(),
    times: z.number().int().min(1).default(1),
  })
  .refine(({ kind, action }) => kind !== "fail-snapshot" || action === "CreateDBSnapshot", {
    error: "fail-snapshot is for CreateDBSnapshot",
  })
  .refine(({ kind, action }) => kind !== "fail" || failingActions.includes(action), {
    error: `fail is for ${failingActions.join(", ")}`,
  })
  .refine(({ kind, action }) => kind !== "stuck" || workActions.includes(action), {
    error: `stuck is for ${workActions.join(", ")}`,
  });

export type Fault = Readonly<z.infer<typeof faultSchema>>;

export function isFaultOf(action: string): (fault: Fault) => boolean {
  return (fault) => fault.action === action || fault.action === "*";
}
