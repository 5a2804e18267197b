import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { makeSlackManifest } from "../../src/manifests/slack-manifest.ts";

const file = join(import.meta.dirname, "../../manifests/slack/manifest.yaml");
const manifest = parse(await readFile(file, "utf8"));

test("commands, events, clicks and typed names of instances go to the address that the slack function answers", async () => {
  const { functions } = await readInfrastructure({ stage: "dev" });
  const [event] = functions.get("slack")?.events ?? [];
  const path = event?.kind === "http" ? event.path : "";

  const { request_url, message_menu_options_url } = manifest.settings.interactivity;
  const events = manifest.settings.event_subscriptions.request_url;
  const urls = [manifest.features.slash_commands[0].url, events, request_url, message_menu_options_url];

  expect(urls.map((url) => new URL(url).pathname)).toEqual(urls.map(() => path));
});

test("the home is shown and told of, and notices are not refused", () => {
  expect(manifest.features.app_home).toEqual({
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: true,
  });
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(["app_home_opened"]);
});

test("the bot asks for no more than it needs", () => {
  expect(manifest.oauth_config.scopes).toEqual({
    bot: [
      "commands",
      "chat:write",
      "users:read",
      "users:read.email",
      "im:write",
      "channels:history",
      "groups:history",
      "im:history",
    ],
  });
});

describe("filled in", () => {
  test.each([
    ["https://countersign.acme.example/", "https://countersign.acme.example/slack/events"],
    ["https://acme.example/tools/countersign", "https://acme.example/tools/countersign/slack/events"],
  ])("it has the address %s in each of its places, and no other", async (url, address) => {
    const text = await makeSlackManifest(url);

    expect(text.split(address)).toHaveLength(5);
    expect(text).not.toContain("countersign.example.com");
    expect(text).toMatch(/^_metadata:/);
    expect(parse(text).oauth_config).toEqual(manifest.oauth_config);
  });

  test("it has the command that tells this deployment from another one in the same workspace", async () => {
    const text = await makeSlackManifest("https://countersign.acme.example", "/rds-request-dev");

    const [command, ...others] = parse(text).features.slash_commands;
    expect([command.command, others]).toEqual(["/rds-request-dev", []]);
    expect(text.match(/\/rds-request/g)).toHaveLength(1);
  });

  test("it is none for an address that Slack sends nothing to", async () => {
    await expect(makeSlackManifest("http://127.0.0.1:3901")).rejects.toThrow("Slack sends to https:// alone");
  });
});
