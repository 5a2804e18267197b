import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startHttpGateway } from "../../src/local/host/http-gateway.ts";
import { makeIamAuthorizer } from "../../src/local/host/iam-authorizer.ts";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { type FunctionProcess, startFunction } from "../support/lambda/start-function.ts";
import { unzip } from "../support/unzip.ts";
import { deployedEnvironment } from "./functions/deployed-environment.ts";
import { deployKey } from "./functions/doors.ts";
import { stories } from "./functions/stories.ts";
import { stage, startWorld, type World } from "./functions/world.ts";
import { copyHandlers, packageService, type Resource } from "./package-service.ts";

const { functions } = await readInfrastructure({ stage });
const names = [...functions.keys()];

let folder: string;
let resources: ReadonlyMap<string, Resource>;
let world: World;

/** Unpacked as Lambda does, each in a folder of its own, from where nothing of the repository can be reached. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-zips-"));
  const packaged = await packageService(copyHandlers);
  try {
    for (const name of names) await unzip(await packaged.zipOf(name), join(folder, name));
    resources = new Map(
      Object.values(packaged.resources)
        .filter(({ Type }) => Type === "AWS::Lambda::Function")
        .map((resource) => [resource.Properties.FunctionName, resource]),
    );
  } finally {
    await packaged.remove();
  }
  world = await startWorld();
}, 400_000);
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The function in a process of its own, as the template deploys it. Gone with the test. */
async function start(name: string): Promise<FunctionProcess> {
  const resource = resources.get(`countersign-${stage}-${name}`);
  if (!resource) throw new Error(`${name} is not packaged`);
  const { Runtime, Handler, Timeout, MemorySize } = resource.Properties;
  // What a zip is tried on has to be what it is deployed on.
  expect(Runtime).toBe(`nodejs${process.versions.node.split(".")[0]}.x`);
  const started = await startFunction({
    name: resource.Properties.FunctionName,
    folder: join(folder, name),
    handler: Handler,
    timeoutSeconds: Timeout,
    memoryMegabytes: MemorySize,
    environment: { ...deployedEnvironment(resource, world.deployed), ...world.elsewhere },
  });
  onTestFinished(() => started.stop());
  return started;
}

/** Stands before the function where its template has routes. Gone with the test. */
async function startGateway(name: string, { invoke }: FunctionProcess): Promise<string> {
  const routes = (functions.get(name)?.events ?? []).flatMap((event) =>
    event.kind === "http" ? [{ ...event, functionName: name, invoke }] : [],
  );
  const problems: unknown[] = [];
  const gateway = await startHttpGateway({
    routes,
    authorize: makeIamAuthorizer([deployKey]),
    report: ({ error }) => problems.push(error),
  });
  onTestFinished(async () => {
    await gateway.stop();
    expect(problems).toEqual([]);
  });
  return gateway.url;
}

test("no real event is left over from a function that is gone", () => {
  expect(Object.keys(stories).filter((name) => !functions.has(name))).toEqual([]);
});

test.each(names)("%s is started from its zip and answers a real event", async (name) => {
  const story = stories[name];
  if (!story) throw new Error(`test/infra/functions has no real event for ${name}`);
  const own = await start(name);

  await story({
    world,
    ...own,
    urlOf: async (asked) => startGateway(asked, asked === name ? own : await start(asked)),
  });
});

test("each zip holds the policy and its own function's files alone", async () => {
  for (const name of names) {
    const files = await readdir(join(folder, name), { recursive: true });

    const others = files.filter((file) => !/^(?:src|src\/lambda|infra|infra\/policy\.yaml)$/.test(file));
    expect(files).toContain("infra/policy.yaml");
    expect(files).toContain(`src/lambda/${name}.mjs.map`);
    expect(others.filter((file) => !file.startsWith(`src/lambda/${name}.`))).toEqual([]);
  }
});

test("what a start of slack reads has no client of S3, which few calls need", async () => {
  const isOfS3 = (source: string) => source.includes("/node_modules/@aws-sdk/client-s3/");

  expect((await sourcesOf("slack")).some(isOfS3)).toBe(true);
  expect((await sourcesOfStart("slack")).filter(isOfS3)).toEqual([]);
});

test("the zip of slack carries no server", async () => {
  const sources = await sourcesOf("slack");
  const packages = new Set(sources.map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]));

  expect(packages).toContain("@slack/bolt");
  for (const server of ["express", "raw-body", "ws", "@slack/oauth", "@slack/socket-mode"]) {
    expect(packages).not.toContain(server);
  }
});

test("the zip of notify-teams does without botbuilder, which is slow to load", async () => {
  const sources = await sourcesOf("notify-teams");

  expect(sources.filter((source) => source.includes("/node_modules/botbuilder"))).toEqual([]);
});

test.each(names)(
  "the zip of %s carries no other language than English, and no look at who called pino",
  async (name) => {
    const sources = await sourcesOf(name);

    const locales = sources.filter((source) => source.includes("/zod/v4/locales/"));
    expect(locales.map((source) => source.split("/").at(-1))).toEqual(["en.js"]);
    expect(sources.filter((source) => source.endsWith("/pino/pino.js"))).toHaveLength(1);
    expect(sources.filter((source) => source.endsWith("/pino/lib/caller.js"))).toEqual([]);
  },
);

/** What the function's bundle and the files beside it, which it loads later, are made of. */
async function sourcesOf(name: string): Promise<readonly string[]> {
  const place = join(folder, name, "src/lambda");
  const maps = (await readdir(place)).filter((file) => file.endsWith(".map"));
  const read = maps.map(async (file) => JSON.parse(await readFile(join(place, file), "utf8")).sources);
  return (await Promise.all(read)).flat();
}

/** What its bundle, and the files that this one imports at once, are made of. */
async function sourcesOfStart(name: string): Promise<readonly string[]> {
  const place = join(folder, name, "src/lambda");
  const files = [`${name}.mjs`];
  const sources: string[] = [];
  for (const file of files) {
    const text = await readFile(join(place, file), "utf8");
    for (const [, next = ""] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) {
      if (!files.includes(next)) files.push(next);
    }
    sources.push(...JSON.parse(await readFile(join(place, `${file}.map`), "utf8")).sources);
  }
  return sources;
}
