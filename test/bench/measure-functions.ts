import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { copyHandlers, packageService } from "../infra/package-service.ts";
import { startFunction } from "../support/lambda/start-function.ts";
import { unzip } from "../support/unzip.ts";
import type { Comparison } from "./comparison.ts";
import { functionEnvironment } from "./function-environment.ts";

const rounds = 7;
/** The function of each chat, and the least that an app on the same library can be. */
const bareApps = { slack: "bare-bolt", teams: "bare-botbuilder" } as const;
const floors = ["empty", ...Object.values(bareApps)] as const;

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

/**
 * The packaged functions, each started from its zip in fresh processes by a stand-in for Lambda's runtime until it asks for its first
 * event, beside an empty one; the chats' beside bare apps as well. All are packaged by the same configuration.
 */
export async function measureFunctions(folder: string): Promise<readonly Comparison[]> {
  const { functions } = await readInfrastructure({ stage: "dev" });
  const names = [...functions.keys(), ...floors];
  const sizes = await unpackInto(folder, names);

  const starts = new Map(names.map((name): [string, number[]] => [name, []]));
  const start = async (name: string) => starts.get(name)?.push(await timeStart(folder, name));
  // Whatever is read from the disk for the first time.
  for (const name of names) await timeStart(folder, name);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      // Before each of the others, as all of them are held against it.
      await start("empty");
      if (name !== "empty") await start(name);
    }
  }
  const against = (name: string, floor: (typeof floors)[number]): Comparison => ({
    path: `Start of ${name}${floor === "empty" ? "" : `, beside ${floor}`}`,
    beside: floor === "empty" ? "an empty function" : `${floor} in a zip`,
    ours: starts.get(name) ?? [],
    floor: starts.get(floor) ?? [],
    note: `${Math.round((sizes.get(name) ?? 0) / 1024)} KB zip`,
  });
  return [
    ...names.filter((name) => name !== "empty").map((name) => against(name, "empty")),
    ...Object.entries(bareApps).map(([name, bare]) => against(name, bare)),
  ];
}

/** Packages the service, the floors with it as functions more, and returns the sizes of the zips in bytes. */
async function unpackInto(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const packaged = await packageService(async (service) => {
    await copyHandlers(service);
    for (const name of floors) {
      await cp(join(import.meta.dirname, `${name}.ts`), join(service, `src/lambda/${name}.ts`));
    }
    const file = join(service, "serverless.yml");
    const more = floors.map(
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

/** Milliseconds from the start of the process to its asking for the first event. */
async function timeStart(folder: string, name: string): Promise<number> {
  const started = await startFunction({
    name,
    folder: join(folder, name),
    handler: `src/lambda/${name}.handler`,
    timeoutSeconds: 30,
    memoryMegabytes: 512,
    environment,
  });
  try {
    return await started.initialized;
  } finally {
    await started.stop();
  }
}
