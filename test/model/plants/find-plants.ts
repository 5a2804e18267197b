import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { plants } from "./plants.ts";

const usage = `npm run soak:plants -- [--sequences N] [--seeds N] [--plant NAME]

Plants each of a list of faults into the handlers, as they are loaded, and says how many random sequences of the model hold before one
of them finds it; for so many seeds, and with so many sequences at most.
`;

const { values } = parseArgs({
  options: {
    sequences: { type: "string", default: "500" },
    seeds: { type: "string", default: "3" },
    plant: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const soak = fileURLToPath(new URL("../soak.ts", import.meta.url));
const planting = new URL("./plant.ts", import.meta.url).href;

if (values.help) {
  process.stdout.write(usage);
} else {
  const named = values.plant === undefined ? Object.keys(plants) : [values.plant];
  for (const name of named) {
    const held: string[] = [];
    for (let seed = 1; seed <= Number(values.seeds); seed += 1) held.push(await heldUntilFound(name, seed));
    process.stdout.write(`${name}: ${held.join(", ")}\n`);
  }
}

/** How many sequences hold before the one that finds the fault. Throws where the model did not run. */
async function heldUntilFound(name: string, seed: number): Promise<string> {
  const child = spawn(
    process.execPath,
    ["--import", planting, soak, "--sequences", values.sequences, "--seed", String(seed)],
    { env: { ...process.env, MODEL_PLANT: name }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(child, "close");
  let found: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    const [, held] = /^(\d+) sequences have held, one fails/.exec(line) ?? [];
    if (held !== undefined) found = held;
    if (line.startsWith("no failure")) found = `not in ${values.sequences}`;
    // It is known by then; how small the sequence can be made is not asked.
    if (found !== undefined) break;
  }
  child.kill();
  await ended;
  if (found === undefined) throw new Error(`the model did not run with "${name}"`);
  return found;
}
