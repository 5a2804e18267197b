import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { startLocalTeams } from "../../../src/local/teams/local-teams.ts";
import { teamsAddressFile } from "../../../src/local/teams/teams-address-file.ts";
import { eventually } from "../../support/eventually.ts";
import { makeTempFolder } from "../parts/temp-folder.ts";

const root = join(import.meta.dirname, "../../..");

/** `npm run teams` as a process of its own. */
function openTeams(dataFolder: string) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ["src/local/teams/open-teams.ts"], {
    cwd: root,
    env: { PATH, HOME, COUNTERSIGN_DATA: dataFolder, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  const complaint = text(child.stderr);
  const ended = once(child, "close").then(async ([code]) => ({ code, complaint: await complaint }));
  return { child, ended, said: () => said };
}

test("without a running Countersign it says what to type first", async () => {
  const folder = await makeTempFolder();
  await writeFile(teamsAddressFile(folder), "http://127.0.0.1:9");

  const { code, complaint } = await openTeams(folder).ended;

  expect(code).toBe(1);
  expect(complaint.trim()).toBe(
    "Countersign is not running. Type `npm start` in another terminal, wait for its address, then `npm run teams` here.",
  );
});

test("it shows Microsoft's client on the page, with people to act as, until Ctrl-C", async () => {
  const folder = await makeTempFolder();
  const teams = await startLocalTeams(0);
  onTestFinished(teams.stop);
  await writeFile(teamsAddressFile(folder), teams.url);
  const page = async () => (await fetch(teams.url)).text();
  const client = openTeams(folder);
  await eventually("the address", () => client.said().includes("Ctrl-C closes it"));
  const open = await page();
  const clientUrl = /<iframe src="([^"]+)"/.exec(open)?.[1] ?? "";
  const config = await (await fetch(`${clientUrl}/_internal/v1/config`)).text();

  client.child.kill("SIGINT");
  const { code } = await client.ended;

  expect(client.said()).toContain(`Teams  ${teams.url}`);
  for (const name of ["Dana Reyes", "Priya Nair", "Lena Fischer", "Olga Petrova"]) {
    expect(open).toContain(`>${name}</option>`);
    expect(config).toContain(name);
  }
  expect(config).toContain("db-approvals");
  expect(code).toBe(0);
  expect(await page()).toContain("No client is open");
  await expect(fetch(clientUrl)).rejects.toThrow();
});
