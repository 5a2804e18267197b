import { type Person, personIdSchema } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { callSlack } from "./call-slack.ts";
import type { SlackAppDependencies } from "./slack-app-dependencies.ts";

/** As Slack writes a mention in a command's text, where the command has its texts escaped. */
const mention = /<@([UW][A-Z0-9]+)(?:\|([^>]*))?>/;

/** The person whom somebody means by a mention or a mail address; by that, it may be one who is not in this workspace. */
export async function findMentioned(
  { client, findPerson }: Pick<SlackAppDependencies, "client" | "findPerson">,
  typed: string,
): Promise<Result<Person, Refusal>> {
  const unknown = { kind: "unknown-colleague", typed } as const;
  const [whole, userId] = mention.exec(typed) ?? [];
  if (userId !== undefined && whole === typed) return orElse(await findPerson(userId), unknown);
  const email = personIdSchema.safeParse(typed);
  if (!email.success) return err(unknown);
  const found = await callSlack("users.lookupByEmail", () =>
    client.users.lookupByEmail({ email: email.data }),
  );
  if (!found.ok && found.error.code !== "users_not_found") throw found.error.error;
  const id = found.ok ? found.value.user?.id : undefined;
  return id === undefined ? ok({ id: email.data, name: email.data }) : orElse(await findPerson(id), unknown);
}

/** A text as people read it: its mentions as the names that stand in them. */
export function withoutMentions(text: string): string {
  return text.replace(new RegExp(mention, "g"), (_, id: string, name = id) => `@${name}`);
}

/** A command's text with its links and channels as they were typed; mentions stay. */
export function withoutLinks(text: string): string {
  return text
    .replace(/<(?:https?:\/\/|mailto:)[^>|]+\|([^>]+)>/g, "$1")
    .replace(/<(https?:\/\/[^>|]+)>/g, "$1")
    .replace(/<#[CG][A-Z0-9]+\|([^>]*)>/g, "#$1");
}

/** What is the matter with another's account is not the reader's to know. */
function orElse(found: Result<Person, Refusal>, refusal: Refusal): Result<Person, Refusal> {
  return found.ok ? found : err(refusal);
}
