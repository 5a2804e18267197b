import type { WebClient } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import type { PersonId } from "../../core/person.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { callSlack, type SlackNo } from "./call-slack.ts";

/** The channel of the bot's direct messages with a person. */
export type OpenDirectMessage = (to: PersonId) => Promise<Result<string, SlackNo>>;

const mostChannels = 1000;
const keptMilliseconds = 10 * 60_000;

export function makeOpenDirectMessage(
  client: WebClient,
  { patienceSeconds }: { readonly patienceSeconds: number },
): OpenDirectMessage {
  const channels = new LRUCache<PersonId, string>({ max: mostChannels, ttl: keptMilliseconds });

  return async (to) => {
    const known = channels.get(to);
    if (known !== undefined) return ok(known);
    const found = await callSlack("users.lookupByEmail", () => client.users.lookupByEmail({ email: to }), {
      patienceSeconds,
    });
    if (!found.ok) return err(found.error);
    const users = found.value.user?.id ?? "";
    const opened = await callSlack("conversations.open", () => client.conversations.open({ users }), {
      patienceSeconds,
    });
    if (!opened.ok) return err(opened.error);
    const channel = opened.value.channel?.id ?? "";
    channels.set(to, channel);
    return ok(channel);
  };
}
