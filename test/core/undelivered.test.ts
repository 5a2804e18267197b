import { expect, test } from "vitest";
import { concernsTeams } from "../../src/core/undelivered.ts";
import { askedAt, ben, requestIn } from "./sample-requests.ts";

const elsewhere = requestIn("pending");
const decision = { kind: "approve", by: ben, at: askedAt, comment: "" } as const;

test.each([
  ["has nothing to do with it", {}, false],
  ["has a channel there", { teamsChannels: ["19:x@thread.tacv2"] }, true],
  ["is shown to people there", { teamsPeople: [ben.id] }, true],
  ["was asked for there", { requestedVia: "teams" }, true],
  [
    "was decided there, from a card that somebody had inserted",
    { decisions: [{ ...decision, surface: "teams" }] },
    true,
  ],
  ["was decided elsewhere", { decisions: [{ ...decision, surface: "slack" }] }, false],
] as const)("a request that %s: does Teams have to be told? %o", (_what, changes, isConcerned) => {
  expect(concernsTeams({ ...elsewhere, ...changes })).toBe(isConcerned);
});
