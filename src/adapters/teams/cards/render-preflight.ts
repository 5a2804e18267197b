import { findAwsPage } from "../../../core/aws-page.ts";
import type { ShownPreflight } from "../../../core/shown-preflight.ts";
import type { CardElement, Scale } from "./adaptive-card.ts";
import { labelled, line, linked, localTime, ownWords } from "./text-elements.ts";

type Outage = NonNullable<ShownPreflight["outage"]>;

const mostFacts = 20;

/** What was read of the database, and below it when; nothing where there is no pre-flight to show. */
export function renderPreflight(preflight: ShownPreflight | undefined, scale: Scale): readonly CardElement[] {
  if (!preflight) return [];
  const { facts, asOf, askedAgain, outage, unread } = preflight;
  const title = line("Pre-flight", 50, { weight: "bolder", separator: true });
  if (!asOf) {
    return [
      title,
      line("Not read yet. It appears here as soon as AWS has answered.", 100, { isSubtle: true }),
    ];
  }
  const again = askedAgain ? `, asked for again ${localTime(askedAgain)} and not read yet` : "";
  return [
    title,
    ...facts
      .slice(0, Math.ceil(mostFacts * Math.max(scale, 0.25)))
      .map(({ label, value }) => labelled(label, value, 300 * scale, { spacing: "small" })),
    ownWords(`As of ${localTime(asOf)}${again}`),
    ...(outage ? [ruleOf(outage, scale)] : []),
    ...(unread.length > 0
      ? [line(`⚠️ No answer from ${unread.join(", ")}: what it would tell is unknown.`, 300 * scale)]
      : []),
  ];
}

function ruleOf({ kind, source }: Outage, scale: Scale): CardElement {
  const page = findAwsPage(source);
  const rule = `Outage to expect: ${kind}, by AWS's rule in`;
  return page ? linked(rule, page, 200 * scale) : line(`${rule} ${source}`, 500 * scale, { isSubtle: true });
}
