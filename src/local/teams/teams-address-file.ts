import { join } from "node:path";

/** Where a running launcher says at which address its Teams is. */
export function teamsAddressFile(dataFolder: string): string {
  return join(dataFolder, "teams-address.txt");
}
