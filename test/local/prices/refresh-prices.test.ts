import { execFile } from "node:child_process";
import { once } from "node:events";
import { copyFile, readFile, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { readPrices } from "../../../src/app/files/read-prices.ts";
import { makeTempFolder } from "../parts/temp-folder.ts";

const offer = "test/local/prices/offer-eu-central-1.json";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as `npm run refresh-prices` starts it, on a copy of the price file. */
async function openRefresh() {
  const folder = await makeTempFolder();
  const file = join(folder, "prices.json");
  await copyFile("infra/prices.json", file);
  const refresh = async (...sources: readonly string[]): Promise<Ended> => {
    const run = promisify(execFile)(process.execPath, [
      "src/local/prices/refresh-prices.ts",
      "--to",
      file,
      ...sources,
    ]);
    return run.then(
      (said) => ({ code: 0, ...said }),
      (error: Ended) => error,
    );
  };
  const text = () => readFile(file, "utf8");
  const prices = async () => readPrices(JSON.parse(await text()), file);
  return { folder, refresh, text, prices };
}

/** The fixture with something else in it. */
async function writeOffer(folder: string, changes: object): Promise<string> {
  const file = join(folder, "offer.json");
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(offer, "utf8")), ...changes }));
  return file;
}

test("a region's prices become those of AWS's list, with its day, and other regions stay as they were", async () => {
  const { refresh, prices } = await openRefresh();
  const before = await prices();

  const ended = await refresh(offer);

  const after = await prices();
  expect(ended.stderr).toBe("");
  expect(ended.stdout).toContain("eu-central-1: 22 prices");
  expect(after.regions["us-east-1"]).toEqual(before.regions["us-east-1"]);
  expect(after.regions["eu-central-1"]).toEqual({
    as_of: "2026-11-01",
    basis: "list",
    source: "AWS's price list AmazonRDS, version 20261101124502",
    // No Outposts, extended support, I/O-optimized, RDS Custom, readable standbys, reserved or licensed ones.
    instances: {
      "aurora-mysql": { "db.r6g.large": { single: 0.313 } },
      "aurora-postgresql": { "db.r6g.large": { single: 0.313 } },
      mariadb: { "db.m6g.large": { single: 0.182 } },
      mysql: { "db.m6g.large": { single: 0.182 } },
      postgres: {
        "db.r6g.xlarge": { single: 0.54, multi: 1.08 },
        "db.t4g.micro": { single: 0.019, multi: 0.037 },
      },
    },
    storage: {
      gp2: { single: 0.137, multi: 0.274 },
      gp3: { single: 0.137, multi: 0.274 },
      io1: { single: 0.149, multi: 0.298 },
      io2: { single: 0.149 },
      standard: { single: 0.119 },
    },
    iops: {
      gp3: { single: 0.024, multi: 0.048 },
      io1: { single: 0.119, multi: 0.238 },
      io2: { single: 0.119 },
    },
    snapshot: 0.095,
  });
});

test("what the list gives two prices for is left out, and told", async () => {
  const { refresh, prices } = await openRefresh();

  const { stdout } = await refresh(offer);

  expect(stdout).toContain("two prices for it: eu-central-1 instances postgres db.t3.micro single");
  expect((await prices()).regions["eu-central-1"]?.instances.postgres).not.toHaveProperty("db.t3.micro");
});

test("the same list gives the same file, whatever the order of its products", async () => {
  const { folder, refresh, text } = await openRefresh();
  const { products } = JSON.parse(await readFile(offer, "utf8"));
  const turned = await writeOffer(folder, {
    products: Object.fromEntries(Object.entries(products).reverse()),
  });

  await refresh(offer);
  const first = await text();
  await refresh(turned);

  expect(await text()).toBe(first);
  expect(first.endsWith("}\n")).toBe(true);
});

test("the list is read from its address too", async () => {
  const server = createServer(async (_request, response) => response.end(await readFile(offer)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { refresh, prices } = await openRefresh();

  const ended = await refresh(`http://127.0.0.1:${(server.address() as AddressInfo).port}/index.json`);

  expect(ended.stderr).toBe("");
  expect((await prices()).regions["eu-central-1"]?.basis).toBe("list");
});

test("without a source it says how it is used, and changes nothing", async () => {
  const { refresh, text } = await openRefresh();
  const before = await text();

  const ended = await refresh();

  expect(ended).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("npm run refresh-prices -- SOURCE..."),
  });
  expect(await text()).toBe(before);
});

test.each<[string, object, string]>([
  ["is of another service", { offerCode: "AmazonEC2" }, "offerCode: this is not the price list of AmazonRDS"],
  ["holds nothing of use", { products: {} }, "holds no price that is of use here"],
  ["has no terms", { terms: {} }, "terms.OnDemand: "],
])("a list that %s is refused, and changes nothing", async (_what, changes, message) => {
  const { folder, refresh, text } = await openRefresh();
  const before = await text();
  const wrong = await writeOffer(folder, changes);

  const ended = await refresh(offer, wrong);

  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  expect(ended.stderr).not.toContain("    at ");
  expect(await text()).toBe(before);
});

test("a list of all regions together is too large to be read, and is told so before it is", async () => {
  const { folder, refresh } = await openRefresh();
  const file = join(folder, "index.json");
  await writeFile(file, "{");
  await truncate(file, 401_000_000);

  const ended = await refresh(file);

  expect(ended).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("more than 400 MB. Give the lists of single regions"),
  });
});

test.each([
  ["a file that is not there", "not-there.json", "ENOENT"],
  ["a file that is not JSON", "README.md", "README.md: is not JSON"],
  ["an address where nobody answers", "http://127.0.0.1:1/index.json", "fetch failed"],
])("%s is told in a sentence", async (_what, source, message) => {
  const { refresh } = await openRefresh();

  const ended = await refresh(source);

  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  expect(ended.stderr).not.toContain("    at ");
});
