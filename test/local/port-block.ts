import { randomInt } from "node:crypto";
import { isFreePort } from "../../src/local/parts/free-port.ts";

const size = 14;

/** As many free ports in a row as a launcher takes, below those that systems give out by themselves. */
export async function findPortBlock(): Promise<readonly number[]> {
  const first = randomInt(12_000, 32_000);
  const ports = Array.from({ length: size }, (_, index) => first + index);
  return (await areFree(ports)) ? ports : findPortBlock();
}

export async function areFree(ports: readonly number[]): Promise<boolean> {
  for (const port of ports) if (!(await isFreePort(port))) return false;
  return true;
}
