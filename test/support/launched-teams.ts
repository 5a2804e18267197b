import { join } from "node:path";
import { startPlayground } from "../../src/local/teams/start-playground.ts";
import { startLaunchedChat } from "./launched-chat.ts";
import { openTeamsPage } from "./teams-page.ts";

/** `npm start` and `npm run teams`, and a browser with a page for each of the two chats. */
export async function startLaunchedTeams() {
  const launched = await startLaunchedChat();
  const { teamsUrl, dataFolder } = launched;
  const client = await startPlayground({
    port: 0,
    folder: join(dataFolder, "teams"),
    botUrl: `${teamsUrl}/api/messages`,
    environment: process.env,
  });
  await fetch(`${teamsUrl}/client`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: client.url }),
  });
  const page = await launched.openPage({ width: 1280, height: 1600 });
  return {
    ...launched,
    get problems() {
      return launched.problems;
    },
    teams: await openTeamsPage(page, teamsUrl),
    stop: async () => {
      await client.stop();
      await launched.stop();
    },
  };
}
