import { findAwsPage } from "../../core/aws-page.ts";
import type { Card, CardFact } from "../../core/card.ts";
import type { Decision } from "../../core/decision.ts";
import { decisionWay } from "../../core/decision-way.ts";
import type { Confirmation } from "../../core/links/confirmation.ts";
import type { ShownPreflight } from "../../core/shown-preflight.ts";
import { momentText } from "../../core/texts.ts";
import { type Html, html } from "./html.ts";

/** The same facts as on the card in chat, what will happen first. */
export function renderRequest(card: Card, { what, name }: Confirmation): Html {
  return html`<section>
<h1>${card.title}</h1>
<p class="effect">${card.effect}</p>
<p class="name"><span>Name of the ${what}</span> <code>${name}</code></p>
<p class="state ${card.state.tone}">${card.state.text}</p>
${card.deadline && html`<p class="hint">Decide by ${momentText(card.deadline.at)} (${card.deadline.left})</p>`}
</section>
${renderFacts("Changed since it was approved", card.changes)}
${card.justification === "" ? undefined : html`<section><h2>Why it is needed</h2><blockquote>${card.justification}</blockquote></section>`}
${renderFacts("What you should know", card.facts)}
${renderFacts("Details", card.longDetails)}
${renderPreflight(card.preflight)}
${renderDecisions(card.decisions)}
${renderFacts("What came of it", card.results)}
${card.guidance === "" ? undefined : html`<section><p>${card.guidance}</p></section>`}`;
}

function renderFacts(heading: string, facts: readonly CardFact[]): Html | undefined {
  return facts.length === 0 ? undefined : html`<section><h2>${heading}</h2>${listOf(facts)}</section>`;
}

function listOf(facts: readonly CardFact[]): Html {
  const shown = ({ label, value }: CardFact) =>
    html`<dt>${label}</dt><dd>${value instanceof Date ? momentText(value) : value}</dd>`;
  return html`<dl>${facts.map(shown)}</dl>`;
}

function renderPreflight(preflight: ShownPreflight | undefined): Html | undefined {
  if (!preflight) return undefined;
  const { facts, asOf, unread, outage } = preflight;
  if (!asOf) {
    return html`<section><h2>Pre-flight</h2><p class="hint">Not read yet. Load the page again in a moment.</p></section>`;
  }
  const missing =
    unread.length > 0
      ? html`<p class="waiting">No answer from ${unread.join(", ")}: what it would tell is unknown.</p>`
      : undefined;
  const page = outage && findAwsPage(outage.source);
  const where = page ? html`<a href="${page.address}">${page.name}</a>` : outage?.source;
  const rule =
    outage && html`<p class="hint">Outage to expect: ${outage.kind}, by AWS's rule in ${where}.</p>`;
  return html`<section><h2>Pre-flight</h2>${listOf(facts)}${missing}${rule}
<p class="hint">As of ${momentText(asOf)}</p></section>`;
}

function renderDecisions(decisions: readonly Decision[]): Html | undefined {
  if (decisions.length === 0) return undefined;
  const lines = decisions.map((decision) => {
    const { kind, by, at, comment } = decision;
    const said = comment === "" ? undefined : html`<blockquote>${comment}</blockquote>`;
    const did = `${kind === "approve" ? "approved" : "rejected"}${decisionWay(decision)}`;
    const tone = kind === "approve" ? "good" : "bad";
    return html`<p><strong class="${tone}">${by.name} ${did}</strong> <span class="hint">${momentText(at)}</span></p>${said}`;
  });
  return html`<section><h2>Decisions so far</h2>${lines}</section>`;
}
