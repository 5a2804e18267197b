import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { acmePeople } from "../../src/local/parts/workspace.ts";
import { eventually } from "../support/eventually.ts";
import { hiddenFieldsOf } from "../support/hidden-fields-of.ts";
import { openInbox, tokensIn } from "../support/inbox.ts";
import { openChat } from "./chat.ts";
import { makeDataFolder, startLauncher } from "./launcher.ts";

/** The story of a link with all that can go wrong on its way, while everything is logged. */
test("neither a log nor anything kept holds a link's token, whatever is done with it", async () => {
  const { data, remove } = await makeDataFolder();
  onTestFinished(remove);
  const environment = { COUNTERSIGN_DATA: data, PORT: "0", LOG_LEVEL: "trace" };
  const launcher = startLauncher({ environment });
  onTestFinished(async () => {
    launcher.signal("SIGKILL");
    await launcher.ended;
  });
  await launcher.says("Ctrl-C stops everything");
  const inbox = openInbox(launcher.address("Inbox"));
  await openChat(launcher.address("Chat")).command(
    acmePeople.dana.id,
    "snapshot prod-orders-01 because the schema changes tonight",
  );
  const mails = await inbox.holds(4);
  const tokens = tokensIn(mails);
  const urls = mails.map(({ body }) => /^Approve: +(\S+)$/m.exec(body.text)?.[1] ?? "");

  const statuses: number[] = [];
  const take = async (answer: Promise<Response>) => {
    const response = await answer;
    statuses.push(response.status);
    return response.text();
  };
  const post = (url: string, body: URLSearchParams | string) =>
    take(fetch(url.replace(/\?.*/, ""), { method: "POST", body }));
  for (const url of urls.slice(0, 2)) {
    const fields = hiddenFieldsOf(await take(fetch(url)));
    await take(fetch(url, { method: "HEAD" }));
    await take(fetch(url, { method: "DELETE" }));
    await take(fetch(url.replace("/approval", "/approvals")));
    await post(url, `${new URLSearchParams(fields)}`);
    await post(url, new URLSearchParams({ ...fields, ending: "nope" }));
    await post(url, new URLSearchParams({ ...fields, ending: "s-01" }));
    await post(url, new URLSearchParams({ ...fields, ending: "s-01" }));
  }
  await eventually("a mail of the end", async () =>
    (await inbox.mails()).some(({ subject }) => subject.startsWith("Done")),
  );
  launcher.signal("SIGTERM");
  const { said, complaint } = await launcher.ended;
  const kept = await textsIn(data);

  expect(tokens).toHaveLength(4);
  expect(statuses).toEqual([200, 200, 405, 404, 415, 400, 200, 400, 200, 200, 405, 404, 415, 400, 200, 400]);
  expect(said).toContain("a link's form came");
  expect(kept.join("").includes("prod-orders-01"), "what is kept can be read").toBe(true);
  for (const token of tokens) {
    expect(said.includes(token)).toBe(false);
    expect(complaint.includes(token)).toBe(false);
    expect(kept.some((text) => text.includes(token))).toBe(false);
  }
}, 120_000);

async function textsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "latin1")));
}
