import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";

const file = join(import.meta.dirname, "../../manifests/slack/manifest.yaml");
const manifest = parse(await readFile(file, "utf8"));

test("commands, clicks, typed names of instances and visits of the home go to the address that the slack function answers", async () => {
  const { functions } = await readInfrastructure({ stage: "dev" });
  const [event] = functions.get("slack")?.events ?? [];
  const path = event?.kind === "http" ? event.path : "";

  const { request_url, message_menu_options_url } = manifest.settings.interactivity;
  const { event_subscriptions: visits } = manifest.settings;
  const urls = [
    manifest.features.slash_commands[0].url,
    request_url,
    message_menu_options_url,
    visits.request_url,
  ];

  expect(urls.map((url) => new URL(url).pathname)).toEqual([path, path, path, path]);
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
