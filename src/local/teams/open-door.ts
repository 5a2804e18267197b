import type { TeamsHandler } from "../../adapters/teams/teams-handler.ts";
import { readConfig } from "../../config.ts";
import { makeLog } from "../../log.ts";
import { wireConversations, wireUseCases } from "../../wiring.ts";
import { isLoopbackUrl } from "./is-loopback-url.ts";

let opened: Promise<TeamsHandler> | undefined;

/**
 * Teams' endpoint for the local client. A page in a browser of this machine could reach it under a name of its own, so that the name
 * counts too. botbuilder takes a second to load, which only whoever knocks waits for.
 */
export const handler: TeamsHandler = async (event) => {
  if (!isLoopbackUrl(`http://${event.headers.host ?? ""}`))
    return { statusCode: 403, body: "Not from here." };
  opened ??= open();
  return (await opened)(event);
};

async function open(): Promise<TeamsHandler> {
  const [{ makeTeamsHandler }, { makeOpenGate }] = await Promise.all([
    import("../../adapters/teams/teams-handler.ts"),
    import("./open-gate.ts"),
  ]);
  const config = readConfig();
  return makeTeamsHandler({
    ...wireUseCases(config),
    ...wireConversations(config),
    gate: makeOpenGate(),
    accessToken: async () => undefined,
    log: makeLog(config.log, "teams"),
  });
}
