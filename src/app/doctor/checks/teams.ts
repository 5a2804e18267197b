import { GatewayError } from "../../gateway-error.ts";
import { type Check, fine, problem, skipped } from "../check.ts";

/** What the bot is in Teams, and how it is let in there. */
interface TeamsAccess {
  readonly appId: string;
  /** Throws a `GatewayError`, that names no password, where Microsoft's login gives none. */
  readonly askToken: () => Promise<string>;
}

/** Whether Microsoft's login takes the bot's id and password, as it has to before each post. */
export function checkTeams(findAccess: () => TeamsAccess | undefined): Check {
  return {
    name: "teams",
    look: async () => {
      const access = findAccess();
      if (!access) {
        return [
          skipped("Teams", "no TEAMS_APP_ID is given here: give it, and the credentials are looked at, too"),
        ];
      }
      try {
        await access.askToken();
        return [fine("Teams", `the bot ${access.appId} gets its token`)];
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        const mend =
          "Compare app_id, app_password and tenant_ids of the secret with the bot's registration in Entra (docs/teams.md): passwords there end. And see that login.microsoftonline.com can be reached from here.";
        return [problem("Teams", `the bot ${access.appId} gets no token: ${error.message}`, mend)];
      }
    },
  };
}
