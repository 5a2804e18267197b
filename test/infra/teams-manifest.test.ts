import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import Draft4 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { helpText, parseCommand } from "../../src/app/chat/parse-command.ts";
import { makeAppPackage } from "../../src/manifests/teams-app.ts";

const folder = join(import.meta.dirname, "../../manifests/teams");
const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
const [bot] = manifest.bots;
const own = { appId: "8f1c2d3e-4a5b-4c6d-8e7f-9a0b1c2d3e4f", domain: "countersign.acme.example" };

const require = createRequire(import.meta.url);
const schemas = join(
  dirname(require.resolve("@microsoft/app-manifest/package.json")),
  "build/json-schemas/teams",
);

/** What Microsoft's own schema of the manifest's version says against it. */
async function problemsOf(value: { readonly manifestVersion: string }): Promise<readonly unknown[]> {
  const file = join(schemas, `v${value.manifestVersion}/MicrosoftTeams.schema.json`);
  const ajv = new Draft4.default({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(await readFile(file, "utf8")));
  validate(value);
  return validate.errors ?? [];
}

/** Width and height of a PNG, from its first chunk. */
function sizeOf(png: Uint8Array): readonly number[] {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe("the manifest", () => {
  test("holds against Microsoft's schema of its version, and names that one", async () => {
    expect(await problemsOf(manifest)).toEqual([]);
    expect(manifest.$schema).toContain(`/v${manifest.manifestVersion}/`);
  });

  test("does not hold when it says what the schema does not know", async () => {
    const problems = await problemsOf({
      ...manifest,
      bots: [{ ...bot, scopes: ["channel"] }],
      colour: "blue",
    });

    expect(problems).toHaveLength(2);
  });

  test("has one bot for people, teams and group chats, which is the one of the message extension", () => {
    expect(bot.scopes).toEqual(["personal", "team", "groupChat"]);
    expect([bot.botId, manifest.composeExtensions[0].botId]).toEqual([manifest.id, manifest.id]);
  });

  test("suggests commands that the parser knows and that help explains", () => {
    const titles: readonly string[] = bot.commandLists[0].commands.map(
      ({ title }: { title: string }) => title,
    );

    const kinds = titles.map((title) => parseCommand(title.replace(/^rds-request\b/, "")).kind);

    // Without an id after them, "status" and "cancel" are answered by how to say it.
    expect(kinds).toEqual(["form", "home", "list", "list", "unclear", "unclear", "delegation-form", "help"]);
    for (const title of titles.slice(1, -1)) expect(helpText).toContain(title);
  });

  test("has the chat with the bot, where the home is, as a tab of the personal app", () => {
    expect(manifest.staticTabs[0]).toEqual({ entityId: "conversations", scopes: ["personal"] });
  });

  test("asks for no permission in a team, as the bot reads only what mentions it", () => {
    expect(manifest.authorization).toBeUndefined();
  });
});

describe("the packed app", () => {
  test("is the manifest with our id and host name, and both icons in the sizes that Teams demands", async () => {
    const files = unzipSync(await makeAppPackage(own));
    const packed = JSON.parse(Buffer.from(files["manifest.json"] ?? []).toString());

    expect(Object.keys(files)).toEqual(["manifest.json", manifest.icons.color, manifest.icons.outline]);
    expect(sizeOf(files["color.png"] ?? new Uint8Array())).toEqual([192, 192]);
    expect(sizeOf(files["outline.png"] ?? new Uint8Array())).toEqual([32, 32]);
    expect(await problemsOf(packed)).toEqual([]);
    expect([packed.id, packed.bots[0].botId, packed.composeExtensions[0].botId]).toEqual(
      Array(3).fill(own.appId),
    );
    expect(packed.validDomains).toEqual([own.domain]);
    expect(JSON.stringify(packed)).not.toContain("example.com");
  });

  test("is the same file each time", async () => {
    const [one, other] = await Promise.all([makeAppPackage(own), makeAppPackage(own)]);

    expect(Buffer.from(one).equals(other)).toBe(true);
  });

  test.each([
    [{ ...own, appId: "countersign" }, /appId: the app's id/],
    [{ ...own, appId: manifest.id }, /not the placeholder/],
    [{ ...own, domain: "https://countersign.acme.example/" }, /domain: a host name alone/],
    [{ ...own, domain: "localhost" }, /domain/],
  ])("is refused for an id or a host name that is none: %o", async (given, message) => {
    await expect(makeAppPackage(given)).rejects.toThrow(message);
  });
});
