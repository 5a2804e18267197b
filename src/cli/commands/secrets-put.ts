import { err, ok } from "../../core/result.ts";
import { defineCommand } from "../define-command.ts";
import { operatorOptions, operatorUsage } from "../operator-options.ts";
import { complain, say } from "../say.ts";

const surfaces = ["slack", "teams"] as const;

export const secretsPut = defineCommand("secrets put", {
  usage: `countersign secrets put slack|teams [--unchecked]
                    ${operatorUsage}
                                  asks for what a chat's secret is made of, without showing it, or takes it as JSON
                                  from a pipe; tries it, and stores it. What is left out stays as it is`,
  options: { ...operatorOptions, unchecked: { type: "boolean" } },
  words: ["slack or teams"],
  parse: ({ unchecked = false, ...place }, [word]) => {
    const surface = surfaces.find((one) => one === word);
    return surface ? ok({ surface, place, unchecked }) : err("Which secret: slack or teams?");
  },
  run: async ({ surface, place, unchecked }) => {
    const { openDeployment } = await import("../open-deployment.ts");
    const { putChatSecret } = await import("../secrets/put-chat-secret.ts");
    const { readGiven } = await import("../secrets/read-given.ts");
    const { makeSecretsManagerClient } = await import("../../aws/secrets-manager/secret-versions.ts");
    const { config } = await openDeployment(place);
    const client = makeSecretsManagerClient();
    const put = await putChatSecret({ surface, config, client, unchecked, readGiven });
    client.destroy();
    if (!put.ok) return complain(put.error.text, put.error.code);
    say(put.value);
    return 0;
  },
});
