import type { UsersInfoResponse, WebClient } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import { GatewayError } from "../../app/gateway-error.ts";
import { type Person, personIdSchema } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { callSlack } from "./call-slack.ts";

/** The person behind a user id of a signed request, or why Countersign does not deal with them. */
export type FindPerson = (slackUserId: string) => Promise<Result<Person, Refusal>>;

type SlackUser = NonNullable<UsersInfoResponse["user"]>;

const mostPeople = 1000;
/** For so long somebody who was let go, or made a guest, can still act. */
const keptMilliseconds = 3 * 60_000;

/**
 * Knows people by the verified e-mail address of their Slack profile. Refuses everybody who is not a full member of the
 * workspace that the bot belongs to. Asks once for many at the same time; only members are remembered, for three minutes.
 */
export function makeFindPerson({
  client,
  now,
}: {
  readonly client: WebClient;
  readonly now: () => Date;
}): FindPerson {
  let ownTeam: Promise<string> | undefined;
  const people = new LRUCache<string, Result<Person, Refusal>>({
    max: mostPeople,
    ttl: keptMilliseconds,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
    fetchMethod: lookUp,
  });

  return async (slackUserId) => {
    const found = await people.fetch(slackUserId);
    if (!found) throw new GatewayError("The look-up of a person was given up");
    if (!found.ok) people.delete(slackUserId);
    return found;
  };

  async function lookUp(slackUserId: string): Promise<Result<Person, Refusal>> {
    const [team, answer] = await Promise.all([
      findOwnTeam(),
      callSlack("users.info", () => client.users.info({ user: slackUserId })),
    ]);
    if (!answer.ok) {
      if (answer.error.code !== "user_not_found" && answer.error.code !== "user_not_visible")
        throw answer.error.error;
      return unknown("Slack does not show your account to it.");
    }
    return toPerson(answer.value.user ?? {}, team);
  }

  /** Told once in a process's life: a user's `is_stranger` alone misses the people of shared channels. */
  function findOwnTeam(): Promise<string> {
    ownTeam ??= callSlack("auth.test", () => client.auth.test()).then((answer) => {
      if (!answer.ok) throw answer.error.error;
      return answer.value.team_id ?? "";
    });
    ownTeam.catch(() => {
      ownTeam = undefined;
    });
    return ownTeam;
  }
}

function toPerson(user: SlackUser, ownTeam: string): Result<Person, Refusal> {
  if (user.deleted) return unknown("your Slack account is deactivated.");
  if (user.is_bot || user.id === "USLACKBOT") return unknown("bots cannot ask or decide.");
  if (user.is_stranger || !belongsTo(user, ownTeam)) return unknown("you belong to another workspace.");
  if (user.is_restricted || user.is_ultra_restricted) return unknown("guests cannot ask or decide.");
  if (user.is_email_confirmed === false) return unknown("confirm your e-mail address in Slack first.");
  const id = personIdSchema.safeParse(user.profile?.email);
  if (!id.success) return unknown("your Slack profile has no e-mail address.");
  return ok({ id: id.data, name: user.real_name || user.profile?.real_name || user.name || id.data });
}

/** In an organisation of several workspaces a member of one can be a member of others too. */
function belongsTo({ team_id, enterprise_user }: SlackUser, ownTeam: string): boolean {
  return team_id === undefined || team_id === ownTeam || (enterprise_user?.teams ?? []).includes(ownTeam);
}

function unknown(why: string): Result<never, Refusal> {
  return err({ kind: "unknown-person", why });
}
