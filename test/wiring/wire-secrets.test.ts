import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../src/config.ts";
import { wireSlackSecret, wireTeamsBot } from "../../src/wiring/wire-secrets.ts";

const log = { error: () => {} };
const environment = { STAGE: "dev", POLICY_FILE: "p" };

describe("the bot in Teams, as the environment has it", () => {
  const [acme, other] = ["11111111-2222-4333-8444-555555555555", "99999999-8888-4777-8666-555555555555"];
  const given = {
    ...environment,
    TEAMS_APP_ID: "app",
    TEAMS_APP_PASSWORD: "password",
    TEAMS_TENANT_IDS: acme,
  };
  const secretOf = (changes: Record<string, string>) =>
    wireTeamsBot(readConfig({ ...given, ...changes }), log);
  const botOf = async (changes: Record<string, string>) => (await secretOf(changes).read())?.current;

  it("is there where it is told of, and else not", async () => {
    expect(await botOf({})).toMatchObject({ appId: "app", tenantIds: [acme], credentials: { tenant: acme } });
    expect(await botOf({ TEAMS_APP_ID: "", TEAMS_TENANT_IDS: "" })).toBeUndefined();
  });

  it("logs in at Bot Framework's own tenant where it is of several", async () => {
    const bot = await botOf({ TEAMS_APP_TYPE: "MultiTenant", TEAMS_TENANT_IDS: `${acme}, ${other}` });

    expect(bot).toMatchObject({ tenantIds: [acme, other], credentials: { tenant: "botframework.com" } });
  });

  it.each([
    ["TEAMS_TENANT_IDS", { TEAMS_TENANT_IDS: "" }],
    ["TEAMS_TENANT_IDS", { TEAMS_TENANT_IDS: "common" }],
    ["TEAMS_TENANT_IDS", { TEAMS_TENANT_IDS: `${acme},${other}` }],
    ["TEAMS_APP_PASSWORD", { TEAMS_APP_PASSWORD: "" }],
    ["TEAMS_APP_TYPE", { TEAMS_APP_TYPE: "multi-tenant" }],
  ])("is refused with the name of what is wrong: %s %j", (variable, changes) => {
    expect(() => secretOf(changes)).toThrow(ConfigError);
    expect(() => secretOf(changes)).toThrow(variable);
  });
});

describe("Slack's secret", () => {
  it("is what the environment gives", async () => {
    const secret = wireSlackSecret(
      readConfig({ ...environment, SLACK_BOT_TOKEN: "xoxb-mine", SLACK_SIGNING_SECRET: "mine" }),
      log,
    );

    expect(await secret.read()).toEqual({
      current: { botToken: "xoxb-mine", signingSecret: "mine" },
      previous: undefined,
    });
  });

  it.each([
    ["SLACK_SECRET_ID", {}],
    ["SLACK_SIGNING_SECRET", { SLACK_BOT_TOKEN: "xoxb-mine", SLACK_SECRET_ID: "countersign/dev/slack" }],
  ])("is missed by name: %s", (variable, given) => {
    const wire = () => wireSlackSecret(readConfig({ ...environment, ...given }), log);

    expect(wire).toThrow(`${variable}: missing`);
  });
});
