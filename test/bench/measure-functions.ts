import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { copyHandlers, packageService } from "../infra/package-service.ts";
import { unzip } from "../support/unzip.ts";
import type { Comparison } from "./comparison.ts";
import { timed } from "./timed.ts";

const rounds = 9;
const bareBolt = "bare-bolt";
const run = promisify(execFile);

/** What a function is given, as far as its start needs it. */
const environment = {
  STAGE: "dev",
  POLICY_FILE: "infra/policy.yaml",
  EVENTS_TOPIC_ARN: "arn:aws:sns:eu-central-1:000000000000:events",
  RUN_QUEUE_URL: "http://127.0.0.1:9/run",
  SLACK_BOT_TOKEN: "xoxb-bench",
  SLACK_SIGNING_SECRET: "bench",
  AWS_REGION: "eu-central-1",
  NODE_OPTIONS: "--enable-source-maps",
} as const;

/** The packaged functions, each loaded in fresh processes, beside an empty one; slack beside a bare Bolt app as well. */
export async function measureFunctions(folder: string): Promise<readonly Comparison[]> {
  const { functions } = await readInfrastructure({ stage: "dev" });
  const names = [...functions.keys(), bareBolt];
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
    {
      path: `Start of slack (${sizeOf("slack")}), floor: ${bareBolt}`,
      ours: of("slack"),
      floor: of(bareBolt),
    },
  ];
}

/** Packages the service, the bare app with it as one function more, and returns the sizes of the zips in bytes. */
async function unpackInto(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const packaged = await packageService(async (service) => {
    await copyHandlers(service);
    await cp(join(import.meta.dirname, `${bareBolt}.ts`), join(service, `src/lambda/${bareBolt}.ts`));
    const file = join(service, "serverless.yml");
    const more = `  ${bareBolt}:\n    handler: src/lambda/${bareBolt}.handler\n    role: SlackRole\n`;
    await writeFile(file, (await readFile(file, "utf8")).replace(/^functions:\n/m, `functions:\n${more}`));
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
