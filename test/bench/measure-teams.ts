import { makeAccessToken } from "../../src/adapters/teams/access-token.ts";
import { givenSecret } from "../../src/app/secrets/given-secret.ts";
import { acmeTenant } from "../../src/local/teams/acme-tenant.ts";
import { type LocalTeams, startLocalTeams } from "../../src/local/teams/local-teams.ts";
import { systemClock } from "../../src/wiring.ts";
import { makeBareTeamsApproval } from "./bare-teams-approval.ts";
import type { Comparison } from "./comparison.ts";
import { measureChat } from "./measure-chat.ts";
import { type OpenChat, withOpenChat } from "./open-chat.ts";
import { startProgram } from "./program.ts";
import { sendInstallation } from "./teams-activities.ts";
import { makeTeamsApproval } from "./teams-approval.ts";
import { watchTeams } from "./teams-watch.ts";

/**
 * An approval in Teams, beside bare calls of its connector and a bare botbuilder bot. Before either bot is an embedded Teams of its own
 * that signs what comes to it, both in this process.
 */
export async function measureTeams(folder: string): Promise<readonly Comparison[]> {
  const [teams, bareTeams] = [await startLocalTeams(0), await startLocalTeams(0)];
  const bareBot = await startProgram(
    [process.execPath, "test/bench/serve-bare-botbuilder.ts"],
    environmentOf(bareTeams),
    /listening on (\S+)/,
  );
  bareTeams.connect(`${bareBot.found[0]}/api/messages`);
  try {
    return await withOpenChat({ folder, environment: environmentOf(teams) }, (chat) =>
      measureOn(chat, teams, bareTeams),
    );
  } finally {
    await bareBot.stop();
    await Promise.all([teams.stop(), bareTeams.stop()]);
  }
}

async function measureOn(
  { application, submitAs, prepareRaw }: OpenChat,
  teams: LocalTeams,
  bareTeams: LocalTeams,
): Promise<readonly Comparison[]> {
  teams.connect(`${application.botUrl}/api/messages`);
  await sendInstallation(teams.url);
  const watch = await watchTeams(teams.url);
  try {
    const ours = makeTeamsApproval({ submitAs, watch, teamsUrl: teams.url });
    const bare = makeBareTeamsApproval({
      decideRaw: await prepareRaw(ours),
      watch,
      teamsUrl: teams.url,
      token: await readBotToken(teams),
      channel: acmeTenant.channel.id,
      bareBotUrl: bareTeams.url,
    });
    return await measureChat({ name: "Teams", library: "bare botbuilder", ours, bare });
  } finally {
    await watch.close();
  }
}

function environmentOf({ environment, secret }: LocalTeams): Readonly<Record<string, string>> {
  return {
    ...environment,
    TEAMS_APP_ID: secret.app_id,
    TEAMS_APP_PASSWORD: secret.app_password,
    TEAMS_TENANT_IDS: acmeTenant.id,
  };
}

function readBotToken({ url: loginUrl, secret }: LocalTeams): Promise<string> {
  const credentials = {
    appId: secret.app_id,
    password: secret.app_password,
    tenant: acmeTenant.id,
    loginUrl,
  };
  return makeAccessToken(givenSecret({ credentials }), systemClock.now)();
}
