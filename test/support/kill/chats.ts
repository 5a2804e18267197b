import { acmeSlack } from "../strict-slack/acme-slack.ts";
import { startStrictSlack } from "../strict-slack/start-strict-slack.ts";
import { acmeTeam, acmeTeamsPeople, acmeTenantId } from "../strict-teams/acme-teams.ts";
import { startStrictTeams } from "../strict-teams/start-strict-teams.ts";
import type { Service } from "./kill-point.ts";

const botToken = "xoxb-strict";
const signingSecret = "strict-signing-secret";
const appId = "11111111-2222-4333-8444-555555555555";
const appPassword = "strict-password";

/** Nothing here is about how long an answer takes. */
const patienceMs = 30_000;

/** Slack and Teams with Acme's people, each behind what is put before it, and what the application is told of them. */
export async function startChats(behind: (service: Service, target: string) => Promise<string>) {
  const slack = await startStrictSlack({
    ...acmeSlack,
    signingSecret,
    botToken,
    ackLimitMs: patienceMs,
  });
  const teams = await startStrictTeams({
    people: Object.values(acmeTeamsPeople),
    teams: [acmeTeam],
    appId,
    appPassword,
    tenantId: acmeTenantId,
    answerLimitMs: patienceMs,
    behind: (origin) => behind("teams", origin),
  });
  // The bot does not run yet, so nobody tells it: it has to open its chat with each.
  for (const { id } of Object.values(acmeTeamsPeople)) await teams.install(id, id).catch(() => {});

  return {
    slack,
    teams,
    environment: {
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: `${await behind("slack", slack.url)}/api/`,
      TEAMS_APP_ID: appId,
      TEAMS_APP_PASSWORD: appPassword,
      TEAMS_TENANT_IDS: acmeTenantId,
      TEAMS_OPENID_URL: teams.endpoints.channelOpenId,
      TEAMS_LOGIN_URL: teams.endpoints.login,
    },
    /** Adds the running bot to the team, which tells it so. */
    letIn: () => teams.install(acmeTeam.id, acmeTeamsPeople.dana.id),
    async stop(): Promise<void> {
      await Promise.all([slack.stop(), teams.stop()]);
    },
  };
}
