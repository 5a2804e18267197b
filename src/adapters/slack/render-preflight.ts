import type { types } from "@slack/bolt";
import type { ShownPreflight } from "../../core/shown-preflight.ts";
import { escapeMrkdwn } from "./escape-mrkdwn.ts";
import { awsPage, bold, localSecond, plainText } from "./text-objects.ts";

const mostFacts = 20;
/** A gap after some lines guides the eye; and with labels and values as long as they may be, a section stays in its limit. */
const factsInSection = 5;

/** What was read of the database, and below it when: at most eight blocks, nothing where there is no pre-flight to show. */
export function renderPreflight(preflight: ShownPreflight | undefined): types.KnownBlock[] {
  if (!preflight) return [];
  const { facts, asOf, askedAgain, outage, unread } = preflight;
  const heading = { type: "section", text: bold("Pre-flight") } as const;
  if (!asOf) {
    return [heading, context([plainText("Not read yet. It appears here as soon as AWS has answered.", 100)])];
  }
  const again = askedAgain
    ? [plainText("· asked for again", 50), localSecond(askedAgain), plainText("and not read yet", 50)]
    : [];
  const missing = plainText(`No answer from ${unread.join(", ")}: what it would tell is unknown.`, 300);
  const rule = outage && [
    plainText(`Outage to expect: ${outage.kind}, by AWS's rule in`, 200),
    awsPage(outage.source),
  ];
  return [
    heading,
    ...sectionsOf(facts.slice(0, mostFacts)),
    context([plainText("As of", 20), localSecond(asOf), ...again]),
    ...(rule ? [context(rule)] : []),
    ...(unread.length > 0 ? [context([plainText("⚠️", 10), missing])] : []),
  ];
}

/**
 * A line each: as fields, on a phone, label and value would take a line of their own each. Markup is for the labels; the values are
 * AWS's words, no person's.
 */
function sectionsOf(facts: ShownPreflight["facts"]): types.KnownBlock[] {
  const sections: types.KnownBlock[] = [];
  for (let first = 0; first < facts.length; first += factsInSection) {
    const lines = facts.slice(first, first + factsInSection).map(lineOf);
    sections.push({ type: "section", text: { type: "mrkdwn", text: lines.join("\n"), verbatim: true } });
  }
  return sections;
}

function lineOf({ label, value }: ShownPreflight["facts"][number]): string {
  return `${bold(label).text}  ${escapeMrkdwn(value.replace(/\s+/g, " "), 300)}`;
}

function context(elements: types.ContextBlock["elements"]): types.KnownBlock {
  return { type: "context", elements };
}
