import type { RequestId } from "../../../src/core/request.ts";
import { acmeChannels, acmePeople } from "../../../src/local/parts/workspace.ts";
import { acmeTeamsPeople } from "../strict-teams/acme-teams.ts";
import type { Act, KillPoint } from "./kill-point.ts";
import { databases } from "./policy.ts";
import type { World } from "./start-world.ts";

export type Plot =
  | "a snapshot, in Slack"
  | "a reboot, in Slack"
  | "a reboot, in Teams"
  | "a snapshot, by a mail's link";

/** One request, from its asking to its last approval, or to where it is taken back. */
export interface Story {
  /** The request's own words: its database, and who asks where nobody else does. */
  readonly words: readonly string[];
  readonly database: string;
  /** In their order. */
  readonly acts: readonly (readonly [Act, () => Promise<void>])[];
  /** Known once somebody has asked. */
  readonly id: () => RequestId;
  /** Settles once those who are to approve it see it. */
  readonly shown: () => Promise<unknown>;
  /** What becomes of it, what is noted before its run, and what RDS is told, once. */
  readonly end: "executed" | "cancelled";
  readonly decisions: string;
  readonly changes: readonly ("CreateDBSnapshot" | "RebootDBInstance")[];
}

interface Told extends Pick<Story, "words" | "database"> {
  readonly change: Story["changes"][number];
  readonly ask: () => Promise<RequestId>;
  readonly see: (id: RequestId) => Promise<unknown>;
  readonly withdraw: (id: RequestId) => Promise<void>;
  readonly approve: readonly ((id: RequestId) => Promise<void>)[];
}

const { priya, lena } = acmePeople;

/**
 * Tells the story about a database that no other one has at this time; `place` is its number among those of its plot. What is killed
 * while it is asked for is taken back in the end, as its run is others' matter and takes most of the time.
 */
export function tell(plot: Plot, world: World, place: number, { act, by = "dana" }: KillPoint): Story {
  const { words, database, change, ask, see, withdraw, approve } = plots[plot](world, place, by);
  let asked: RequestId | undefined;
  const id = () => {
    if (asked === undefined) throw new Error("nobody has asked yet");
    return asked;
  };
  const shown = () => see(id());
  const asks = async () => {
    asked = await ask();
  };
  const common = { words, database, id, shown } as const;
  if (act === "asks") {
    const withdraws = async () => {
      await shown();
      await withdraw(id());
    };
    const acts = [["asks", asks] as const, ["withdraws", withdraws] as const];
    return { ...common, acts, end: "cancelled", decisions: "", changes: [] };
  }
  const approvals = approve.map((one, index) => {
    const isLast = index === approve.length - 1;
    return [isLast ? "approves last" : "approves", () => one(id())] as const;
  });
  const acts = [["asks", asks] as const, ...approvals];
  return {
    ...common,
    acts,
    end: "executed",
    decisions: " approved".repeat(approve.length),
    changes: [change],
  };
}

const plots: Readonly<Record<Plot, (world: World, place: number, by: keyof typeof acmeTeamsPeople) => Told>> =
  {
    "a snapshot, in Slack": ({ people }, place) => {
      const database = numbered(databases.production, place);
      const channel = acmeChannels.production.id;
      return {
        database,
        words: [database],
        change: "CreateDBSnapshot",
        ask: () =>
          people.inSlack.ask({ channel, database, line: `snapshot ${database} because the schema changes` }),
        see: (id) => people.inSlack.sees(channel, id),
        withdraw: (id) => people.inSlack.withdraw(channel, id),
        approve: [priya, lena].map((one) => (id) => people.inSlack.approve(one, channel, id)),
      };
    },

    "a reboot, in Slack": ({ people }, place) => {
      const database = numbered(databases.staging, place);
      const channel = acmeChannels.approvals.id;
      return {
        database,
        words: [database],
        change: "RebootDBInstance",
        ask: () =>
          people.inSlack.ask({ channel, database, line: `reboot ${database} because a parameter waits` }),
        see: (id) => people.inSlack.sees(channel, id),
        withdraw: (id) => people.inSlack.withdraw(channel, id),
        approve: [(id) => people.inSlack.approve(priya, channel, id)],
      };
    },

    "a reboot, in Teams": ({ people }, place, by) => {
      const database = numbered(databases.warehouse, place);
      const requester = acmeTeamsPeople[by];
      const ownWords = by === "dana" || !("email" in requester) ? [] : [requester.id, requester.email];
      return {
        database,
        words: [database, ...ownWords],
        change: "RebootDBInstance",
        ask: () => people.inTeams.ask(requester, `reboot ${database} because a parameter waits`, database),
        see: (id) => people.inTeams.sees(id),
        withdraw: (id) => people.inTeams.withdraw(requester, id),
        approve: [(id) => people.inTeams.approve(acmeTeamsPeople.lena, id)],
      };
    },

    "a snapshot, by a mail's link": ({ people }, place) => {
      const database = numbered(databases.accounting, place);
      const channel = acmeChannels.general.id;
      return {
        database,
        words: [database],
        change: "CreateDBSnapshot",
        ask: () =>
          people.inSlack.ask({ channel, database, line: `snapshot ${database} because the year ends` }),
        see: (id) => people.byMail.sees(lena.email, 2, id),
        withdraw: (id) => people.inSlack.withdraw(channel, id),
        approve: [(id) => people.byMail.approve(lena.email, 2, id, database)],
      };
    },
  };

function numbered(names: readonly string[], place: number): string {
  const name = names[place];
  if (name === undefined) throw new Error(`only ${names.length} such databases are there`);
  return name;
}
