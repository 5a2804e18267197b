import { expect, test } from "vitest";
import { renderPreflight } from "../../../src/adapters/teams/cards/render-preflight.ts";
import { askedAt } from "../../core/sample-requests.ts";
import { parseCard } from "../../support/strict-teams/activity-content.ts";

const source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RebootInstance.html";

/** The last element of the card: what it says of the outage. */
function drawn(outage: { readonly kind: string; readonly source: string }) {
  const preflight = { facts: [], asOf: askedAt, askedAgain: undefined, unread: [], outage };
  const body = renderPreflight(preflight, 1);
  parseCard({ type: "AdaptiveCard", version: "1.5", body });
  return body.at(-1);
}

test("the page that an outage is told by is a link with a name, as its address is too long for a phone's line", () => {
  expect(drawn({ kind: "minutes", source })).toMatchObject({
    inlines: [
      { text: "Outage to expect: minutes, by AWS's rule in" },
      { text: " " },
      { text: "USER_RebootInstance", selectAction: { type: "Action.OpenUrl", url: source } },
    ],
  });
});

test("what is no page of AWS's is no link", () => {
  expect(drawn({ kind: "minutes", source: "https://evil.example/a.html" })).toMatchObject({
    inlines: [{ text: "Outage to expect: minutes, by AWS's rule in https://evil.example/a.html" }],
  });
});
