import { type Home, type HomeFilter, type HomePage, homeOf, homePageSizes } from "../../core/home/home.ts";
import { type HomeQuery, type HomeSection, isFilter } from "../../core/home/home-query.ts";
import type { Person } from "../../core/person.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { type ApprovalRequest, isFinal, type Status } from "../../core/request.ts";
import { mayDecide } from "../../core/transitions/decide.ts";
import { catalogue } from "../../operations/catalogue.ts";
import type { Delegations } from "../delegation/delegate.ts";
import type { RequestFilter, RequestStore, RequestSummary } from "../ports/request-store.ts";

/** What this person finds in their home as of now. */
export type OpenHome = (reader: Person, query: HomeQuery) => Promise<Home>;

interface Dependencies {
  readonly requests: Pick<RequestStore, "find" | "search" | "listWaitingFor">;
  readonly delegations: Pick<Delegations, "list">;
  readonly policy: Pick<Policy, "environments" | "actions">;
  readonly tenant: string;
  readonly now: () => Date;
}

/** Of what the reader asked for, and of what has ended: older ones are in the lists of the API. */
const mostLookedAt = 50;
/** With those for all and for one that is gone, a menu of Slack's takes no more. */
const mostOptions = 98;
const recentMilliseconds = 14 * 86_400_000;

const endings: readonly Status[] = ["executed", "failed", "rejected", "cancelled", "expired"];

/**
 * Reads a home in three steps, each one's reads at once: who is away; the lists, of which that of what waits for the reader takes
 * two queries where not thousands are open and six at most, that of their own one to three, and that of the ended ones five to
 * fifteen; then the requests shown, sixteen at most, as they are and not as an index had them a moment ago. Nothing scans.
 */
export function makeOpenHome({ requests, delegations, policy, tenant, ...clock }: Dependencies): OpenHome {
  return async (reader, query) => {
    const now = clock.now();
    const [waiting, mine, recent] = await Promise.all([
      findWaiting(reader, query, now),
      findMine(reader, query),
      findRecent(query, now),
    ]);
    const pages = await Promise.all([
      // What the reader decided a moment ago is still in the index.
      readPage("waiting", waiting, query, (one) => mayDecide(one, reader, now).ok),
      readPage("mine", mine, query),
      readPage("recent", recent, query),
    ]);
    const shown = { waiting: pages[0], mine: pages[1], recent: pages[2] };
    return homeOf(query, shown, filtersOf(query, policy), { reader, now });
  };

  /** The soonest to end first; for those who are away, too, who have the reader decide for them. */
  async function findWaiting(reader: Person, query: HomeQuery, now: Date): Promise<Found> {
    const standsInFor = (await delegations.list()).filter(
      ({ to, from }) => to.id === reader.id && from <= now,
    );
    const people = [reader.id, ...standsInFor.map(({ of }) => of.id)];
    const { items, isWhole } = await requests.listWaitingFor(tenant, people);
    return {
      summaries: items
        .filter((one) => one.expiresAt > now && one.requestedBy !== reader.id && fits(one, query))
        .toSorted((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime()),
      isWhole,
    };
  }

  /** What has not ended first, then the newest. */
  async function findMine({ id: requester }: Person, query: HomeQuery): Promise<Found> {
    const page = await requests.search(tenant, { requester, ...filterOf(query) }, { limit: mostLookedAt });
    const ended = page.items.filter((one) => isFinal(one));
    return {
      summaries: [...page.items.filter((one) => !ended.includes(one)), ...ended],
      isWhole: page.next === undefined,
    };
  }

  /** The last to end first, of those asked for last: an index knows when something was asked for, not when it ended. */
  async function findRecent(query: HomeQuery, now: Date): Promise<Found> {
    const from = new Date(now.getTime() - recentMilliseconds);
    const filter = { statuses: endings, from, ...filterOf(query) };
    const page = await requests.search(tenant, filter, { limit: mostLookedAt });
    return {
      summaries: page.items.toSorted((one, other) => other.changedAt.getTime() - one.changedAt.getTime()),
      isWhole: page.next === undefined,
    };
  }

  async function readPage(
    section: HomeSection,
    { summaries, isWhole }: Found,
    { pages }: HomeQuery,
    belongs: (request: ApprovalRequest) => boolean = () => true,
  ): Promise<HomePage> {
    const first = pages[section] * homePageSizes[section];
    const shown = summaries.slice(first, first + homePageSizes[section]);
    const found = await Promise.all(shown.map(({ id }) => requests.find(id)));
    const there = found.filter((one) => one !== undefined);
    const belonging = there.filter(belongs);
    return { requests: belonging, total: summaries.length - (shown.length - belonging.length), isWhole };
  }
}

interface Found {
  readonly summaries: readonly RequestSummary[];
  readonly isWhole: boolean;
}

function fits(summary: RequestSummary, { environment, operation }: HomeQuery): boolean {
  return (
    (environment === "" || summary.environment === environment) &&
    (operation === "" || summary.operation === operation)
  );
}

function filterOf({ environment, operation }: HomeQuery): Pick<RequestFilter, "environment" | "operation"> {
  return { ...(environment !== "" && { environment }), ...(operation !== "" && { operation }) };
}

function filtersOf(
  { environment, operation }: HomeQuery,
  { environments, actions }: Dependencies["policy"],
): readonly HomeFilter[] {
  return [
    {
      key: "environment",
      label: "Environment",
      chosen: environment,
      options: optionsOf("All environments", Object.keys(environments).map(named), environment),
    },
    {
      key: "operation",
      label: "Operation",
      chosen: operation,
      options: optionsOf(
        "All operations",
        [
          ...catalogue.map(({ label, name }) => ({ text: label, value: name })),
          ...Object.keys(actions).map(named),
        ],
        operation,
      ),
    },
  ];
}

/** What is chosen stays a choice, even where the policy does not name it any more. */
function optionsOf(all: string, options: HomeFilter["options"], chosen: string): HomeFilter["options"] {
  const listed = options.filter(({ value }) => isFilter(value)).slice(0, mostOptions);
  const isListed = chosen === "" || listed.some(({ value }) => value === chosen);
  return [{ text: all, value: "" }, ...listed, ...(isListed ? [] : [named(chosen)])];
}

function named(name: string): HomeFilter["options"][number] {
  return { text: name, value: name };
}
