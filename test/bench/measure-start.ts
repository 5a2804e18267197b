import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Comparison } from "./comparison.ts";
import { type Program, startProgram } from "./program.ts";

const rounds = 7;

/** From `npm start` to a page that answers, on an empty data folder, beside the embedded parts alone. */
export async function measureStart(folder: string): Promise<readonly Comparison[]> {
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const place = join(folder, `start-${round}`);
    await mkdir(join(place, "parts"), { recursive: true });
    floor.push(await timeParts(join(place, "parts")));
    ours.push(await timeNpmStart(join(place, "data")));
  }
  // The first ones read everything from the disk.
  return [
    {
      path: "npm start to a page that answers",
      beside: "the embedded parts alone",
      ours: ours.slice(1),
      floor: floor.slice(1),
      barMs: 5000,
    },
  ];
}

function timeParts(folder: string): Promise<number> {
  const command = [process.execPath, "test/bench/start-bare-parts.ts", folder];
  return timeStart(() => startProgram(command, {}, /every part runs/));
}

/** Without its `prestart`, which on a current install is one empty process of Node, and else installs. */
function timeNpmStart(dataFolder: string): Promise<number> {
  const npm = process.env.npm_execpath;
  const command = [...(npm ? [process.execPath, npm] : ["npm"]), "start", "--ignore-scripts"];
  const environment = { PORT: "0", COUNTERSIGN_DATA: dataFolder };
  return timeStart(async () => {
    const program = await startProgram(command, environment, /Chat +(http\S+).*Ctrl-C/s);
    const page = await fetch(program.found[0] ?? "");
    if (!page.ok) throw new Error(`the page was answered ${page.status}`);
    return program;
  });
}

async function timeStart(start: () => Promise<Program>): Promise<number> {
  const startedAt = performance.now();
  const program = await start();
  const taken = performance.now() - startedAt;
  await program.stop();
  return taken;
}
