import { provision } from "../../src/local/provision/provision.ts";
import { type Infrastructure, readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import type { EmbeddedAws } from "./embedded-aws.ts";

/** Read once in a process: the files are many and the same for every test. */
let infrastructure: Promise<Infrastructure> | undefined;

/** Makes all that `infra/` defines, for the stage `test`. */
export async function provisionAll(clients: EmbeddedAws["clients"]) {
  infrastructure ??= readInfrastructure({ stage: "test" });
  return provision(await infrastructure, clients);
}
