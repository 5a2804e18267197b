import { RDSServiceException } from "@aws-sdk/client-rds";
import type { RdsCommand, RdsRejection } from "../../operations/frame/rds-gateway.ts";
import { isDefiniteRefusal } from "../definite-refusal.ts";

const deniedCodes: readonly string[] = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"];

/** RDS's "no" to a command, if the error is one; nothing when it stays open whether the command was carried out. */
export function findRejection(error: unknown, { action }: RdsCommand): RdsRejection | undefined {
  if (!(error instanceof RDSServiceException) || !isDefiniteRefusal(error)) return undefined;
  // AWS's own text names the role and its session, which is nothing for a chat.
  if (deniedCodes.includes(error.name)) {
    return {
      code: "AccessDenied",
      message: `The role that runs operations lacks the permission rds:${action}.`,
    };
  }
  return { code: error.name.replace(/Fault$/, ""), message: withoutAccessKeys(error.message) };
}

function withoutAccessKeys(text: string): string {
  return text.replaceAll(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, "(access key)");
}
