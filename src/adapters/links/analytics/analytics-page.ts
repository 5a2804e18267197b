import type { Gathered } from "../../../app/analytics/gather-analytics.ts";
import { type PeriodDays, periodDays } from "../../../core/analytics/period.ts";
import type { Person } from "../../../core/person.ts";
import { momentText } from "../../../core/texts.ts";
import type { Answer } from "../answer.ts";
import { type Html, html } from "../html.ts";
import { analyticsSheet } from "./analytics-style.ts";
import { costSection, decisionSection, groupSection, operationSection, outcomeSection } from "./sections.ts";
import { dayText, durationText, shareText } from "./texts.ts";

interface Reading {
  readonly reader: Person;
  readonly until: Date;
  readonly token: string;
}

/** The page: figures at a glance, then trends, bottlenecks, operations and cost, each with its table. */
export function analyticsPage({ analytics, isCut }: Gathered, reading: Reading): Answer {
  const { period, total } = analytics;
  const cut = isCut
    ? html`<p class="notice waiting" role="status">There was more than one page can read: the earliest requests of this time are not in it.</p>`
    : undefined;
  const content = html`<header><div><h1>Approvals, the last ${period.days} days</h1>
<p>${dayText(period.from)} to today, in UTC. For ${reading.reader.name}; the link is good until ${momentText(reading.until)}.</p></div>
${periodNav(period.days, reading.token)}</header>
${cut}
${glance(total)}
${outcomeSection(analytics)}
${decisionSection(analytics)}
${groupSection(analytics)}
${operationSection(analytics)}
${costSection(analytics)}`;
  return { status: 200, title: "Countersign analytics", content, sheet: analyticsSheet };
}

function periodNav(chosen: PeriodDays, token: string): Html {
  const links = periodDays.map((days) => {
    const query = new URLSearchParams({ days: String(days), token }).toString();
    const current = days === chosen ? html` aria-current="page"` : undefined;
    return html`<a href="analytics?${query}"${current}>${days} days</a>`;
  });
  return html`<nav aria-label="Period">${links}</nav>`;
}

function glance(total: Gathered["analytics"]["total"]): Html {
  const decided = total.approved + total.rejected + total.expired;
  const figures: readonly (readonly [string, string, string])[] = [
    ["Asked for", String(total.asked), `${total.open} still waiting`],
    ["Approved", shareText(total.approved, decided), `${total.rejected} rejected, ${total.expired} expired`],
    ["By the policy alone", shareText(total.byPolicy, total.approved), "of the approved"],
    [
      "Half decided within",
      durationText(total.decision.half),
      `95 % within ${durationText(total.decision.most)}`,
    ],
  ];
  return html`<dl class="figures">${figures.map(
    ([name, value, more]) => html`<div><dt>${name}</dt><dd>${value}<small>${more}</small></dd></div>`,
  )}</dl>`;
}
