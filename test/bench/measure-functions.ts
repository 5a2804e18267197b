import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { copyHandlers, packageService } from "../infra/package-service.ts";
import { unzip } from "../support/unzip.ts";
import type { Comparison } from "./comparison.ts";
import { functionEnvironment } from "./function-environment.ts";
import { timed } from "./timed.ts";

const rounds = 9;
/** The function of each chat, and the least that an app on the same library can be. */
const bareApps = { slack: "bare-bolt", teams: "bare-botbuilder" } as const;
const run = promisify(execFile);

/** What a function is given, as far as its start needs it. */
const environment = {
  STAGE: "dev",
  ...functionEnvironment,
  EMAIL_FROM: "countersign@acme.example",
  SLACK_SECRET_ID: "countersign/dev/slack",
  SLACK_SIGNING_SECRET: "bench",
  TEAMS_APP_ID: "11111111-2222-4333-8444-555555555555",
  TEAMS_APP_PASSWORD: "bench",
  TEAMS_TENANT_IDS: "99999999-8888-4777-8666-555555555555",
  NODE_OPTIONS: "--enable-source-maps",
} as const;

/** The packaged functions, each loaded in fresh processes, beside an empty one; the chats' beside bare apps as well. */
export async function measureFunctions(folder: string): Promise<readonly Comparison[]> {
  const { functions } = await readInfrastructure({ stage: "dev" });
  const names = [...functions.keys(), ...Object.values(bareApps)];
  const sizes = await unpackInto(folder, names);

  const empty: number[] = [];
  const loads = new Map(names.map((name): [string, number[]] => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    empty.push(await timed(() => runNode(folder, "process.exit()")));
    for (const [name, taken] of loads) {
      const program = `await import("./src/lambda/${name}.mjs"); process.exit()`;
      taken.push(await timed(() => runNode(join(folder, name), program)));
    }
  }
  // The first ones read everything from the disk.
  const of = (name: string) => loads.get(name)?.slice(1) ?? [];
  const sizeOf = (name: string) => `${Math.round((sizes.get(name) ?? 0) / 1024)} KB zip`;
  return [
    ...names.map((name) => ({
      path: `Start of ${name} (${sizeOf(name)}), floor: empty`,
      ours: of(name),
      floor: empty.slice(1),
    })),
    ...Object.entries(bareApps).map(([name, bare]) => ({
      path: `Start of ${name} (${sizeOf(name)}), floor: ${bare}`,
      ours: of(name),
      floor: of(bare),
    })),
  ];
}

/** Packages the service, the bare apps with it as functions more, and returns the sizes of the zips in bytes. */
async function unpackInto(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const packaged = await packageService(async (service) => {
    await copyHandlers(service);
    const bare = Object.values(bareApps);
    for (const name of bare) {
      await cp(join(import.meta.dirname, `${name}.ts`), join(service, `src/lambda/${name}.ts`));
    }
    const file = join(service, "serverless.yml");
    const more = bare.map(
      (name) => `  ${name}:\n    handler: src/lambda/${name}.handler\n    role: SlackRole\n`,
    );
    await writeFile(
      file,
      (await readFile(file, "utf8")).replace(/^functions:\n/m, `functions:\n${more.join("")}`),
    );
  });
  try {
    const sizes = new Map<string, number>();
    for (const name of names) {
      const zip = await packaged.zipOf(name);
      sizes.set(name, zip.length);
      await unzip(zip, join(folder, name));
    }
    return sizes;
  } finally {
    await packaged.remove();
  }
}

async function runNode(cwd: string, program: string): Promise<void> {
  await run(process.execPath, ["--input-type=module", "--eval", program], { cwd, env: environment });
}
