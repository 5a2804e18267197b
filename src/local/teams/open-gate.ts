import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from "botbuilder";
import { type TeamsGate, toBotActivity } from "../../adapters/teams/bot-framework-gate.ts";
import { err, ok } from "../../core/result.ts";
import { isLoopbackUrl } from "./is-loopback-url.ts";

/**
 * Lets in what Microsoft's local client sends, which has no tokens: everything, as long as its answers go to this machine. Only in
 * here, where no configuration of a deployment reaches.
 */
export function makeOpenGate(): TeamsGate {
  // Without an app id botbuilder checks nothing.
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {},
    new ConfigurationServiceClientCredentialFactory({}),
  );
  return {
    authentication,
    looksRight: () => true,
    admit: async (_authorization, activity) =>
      isLoopbackUrl(activity.serviceUrl)
        ? ok(await authentication.authenticateRequest(toBotActivity(activity), ""))
        : err({ status: 403, text: "Without an app id only a client on this machine is answered." }),
  };
}
