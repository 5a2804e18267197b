import { acmeChannels } from "../../src/local/parts/workspace.ts";
import { makeBareSlackApproval } from "./bare-slack-approval.ts";
import type { Comparison } from "./comparison.ts";
import { measureChat } from "./measure-chat.ts";
import { type OpenChat, withOpenChat } from "./open-chat.ts";
import { startProgram } from "./program.ts";
import { makeSlackApproval } from "./slack-approval.ts";
import { watchSlack } from "./slack-watch.ts";

/** An approval in Slack, beside bare calls of local-slack and a bare Bolt app. */
export function measureSlack(folder: string): Promise<readonly Comparison[]> {
  return withOpenChat({ folder }, measureOn);
}

async function measureOn({ application, submitAs, prepareRaw }: OpenChat) {
  const { chatUrl, botUrl, secrets } = application;
  const { signingSecret, botToken } = secrets;
  const watch = await watchSlack(chatUrl);
  const bolt = await startProgram(
    [process.execPath, "test/bench/serve-bare-bolt.ts"],
    { SLACK_SIGNING_SECRET: signingSecret },
    /listening on (\S+)/,
  );
  try {
    const ours = makeSlackApproval({ submitAs, watch, botUrl: `${botUrl}/slack/events`, signingSecret });
    const bare = makeBareSlackApproval({
      decideRaw: await prepareRaw(ours),
      watch,
      chatUrl,
      botToken,
      channel: acmeChannels.general.id,
      boltUrl: `${bolt.found[0]}/slack/events`,
      signingSecret,
    });
    return await measureChat({ name: "Slack", library: "bare Bolt", ours, bare });
  } finally {
    watch.close();
    await bolt.stop();
  }
}
