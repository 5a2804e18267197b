import { GatewayError } from "../../gateway-error.ts";
import { SecretShapeError } from "../../secrets/secret-shape-error.ts";
import { type Check, type Finding, fine, problem, skipped } from "../check.ts";

/** What the bot is in Teams, and how it is let in there. */
interface TeamsAccess {
  readonly appId: string;
  /** Throws a `GatewayError`, that names no password, where Microsoft's login gives none. */
  readonly askToken: () => Promise<string>;
}

/** Whether Microsoft's login takes the bot's id and password, as it has to before each post. */
export function checkTeams(findAccess: () => Promise<TeamsAccess | undefined>): Check {
  return {
    name: "teams",
    look: async () => {
      try {
        const access = await findAccess();
        return access
          ? [await judge(access)]
          : [skipped("Teams", "its secret has no value, so Teams is not set up here (docs/teams.md)")];
      } catch (error) {
        if (!(error instanceof SecretShapeError)) throw error;
        return [problem("Teams", error.message, "Put it: countersign secrets put teams (docs/secrets.md).")];
      }
    },
  };
}

async function judge({ appId, askToken }: TeamsAccess): Promise<Finding> {
  try {
    await askToken();
    return fine("Teams", `the bot ${appId} gets its token`);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const mend =
      "Compare app_id, app_password and tenant_ids of the secret with the bot's registration in Entra (docs/teams.md): passwords there end. And see that login.microsoftonline.com can be reached from here.";
    return problem("Teams", `the bot ${appId} gets no token: ${error.message}`, mend);
  }
}
