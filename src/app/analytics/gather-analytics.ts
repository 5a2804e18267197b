import { type Analytics, analyse } from "../../core/analytics/analyse.ts";
import { type Figures, figuresOf } from "../../core/analytics/figures.ts";
import { type PeriodDays, periodOf } from "../../core/analytics/period.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { RequestHistory } from "../ports/request-history.ts";

interface Dependencies {
  readonly history: RequestHistory;
  readonly policy: Pick<Policy, "groups">;
  readonly tenant: string;
  readonly now: () => Date;
}

/** `isCut`: it stopped before it had read all, so that the earliest are missing. */
export interface Gathered {
  readonly analytics: Analytics;
  readonly isCut: boolean;
}

export type GatherAnalytics = (days: PeriodDays, hasTime: () => boolean) => Promise<Gathered>;

const mostRequests = 10_000;

/** What the requests of the last so many days tell: of 10,000 at the most, and as long as there is time. */
export function makeGatherAnalytics({ history, policy, tenant, now }: Dependencies): GatherAnalytics {
  const membersOf = (group: string) => policy.groups[group]?.members ?? [];
  return async (days, hasTime) => {
    const at = now();
    const period = periodOf(days, at);
    const figures: Figures[] = [];
    let isCut = false;
    for await (const requests of history.read(tenant, period.from, mostRequests)) {
      isCut = figures.length >= mostRequests || !hasTime();
      if (isCut) break;
      figures.push(...requests.map((request) => figuresOf(request, membersOf, at)));
    }
    return { analytics: analyse(figures, period), isCut };
  };
}
