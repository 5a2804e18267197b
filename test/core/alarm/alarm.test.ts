import { describe, expect, test } from "vitest";
import { alarmCardOf, alarmMeaningOf, endLineOf, versionOf } from "../../../src/core/alarm/alarm.ts";
import { changeAt } from "../../support/cloudwatch-notifications.ts";

const began = await changeAt("03:10:00", "ALARM");
const over = await changeAt("03:22:00", "OK", { NewStateReason: "below the threshold again" });
const runbooks = "https://git.acme.example/countersign/blob/main";

test("a card says what rings, since when, the value beside the threshold, and where to read on", () => {
  const card = alarmCardOf({ began, ended: undefined }, runbooks);

  expect(card).toMatchObject({
    title: "countersign-many-expired-prod",
    state: { text: "Rings", tone: "bad" },
    meaning: "Many requests have expired in a day without anybody deciding.",
  });
  expect(card.facts).toEqual([
    { label: "Measured", value: "9" },
    { label: "Rings at", value: "more than 5, in 24 h" },
    { label: "Since", value: began.at },
    { label: "Where", value: "123456789012, eu-central-1" },
  ]);
  expect(card.links).toEqual([
    { label: "Runbook", url: `${runbooks}/docs/runbooks/many-expired.md` },
    { label: "CloudWatch", url: began.graphUrl },
  ]);
});

test("where nobody says where runbooks are read, the card names the file", () => {
  const card = alarmCardOf({ began, ended: undefined }, undefined);

  expect(card.facts).toContainEqual({ label: "Runbook", value: "docs/runbooks/many-expired.md" });
  expect(card.links.map(({ label }) => label)).toEqual(["CloudWatch"]);
});

test("when it is over, the card says so and keeps what made it ring", () => {
  const card = alarmCardOf({ began, ended: over }, runbooks);

  expect(card.state).toEqual({ text: "OK again after 12 min", tone: "good" });
  expect(card.facts).toContainEqual({ label: "Until", value: over.at });
  expect(card.reason).toBe(began.reason);
});

test("its thread hears of the end, and of nothing before", () => {
  expect(endLineOf({ began, ended: undefined })).toBeUndefined();
  expect(endLineOf({ began, ended: over })).toEqual({
    text: "OK again after 12 min.\nbelow the threshold again",
    tone: "good",
  });
});

test("where nothing is measured any more, nobody is told that it is well", async () => {
  const ended = await changeAt("03:22:00", "INSUFFICIENT_DATA");

  const { state } = alarmCardOf({ began, ended }, runbooks);

  expect(state).toEqual({
    text: "Nothing is measured any more, after 12 min: it may be over or not",
    tone: "waiting",
  });
});

test("an end is news, also after nothing was measured", async () => {
  const unmeasured = await changeAt("03:20:00", "INSUFFICIENT_DATA");

  const versions = [undefined, unmeasured, over].map((ended) => versionOf({ began, ended }));

  expect(versions).toEqual([1, 2, 3]);
});

describe("a description", () => {
  test.each([
    ["Something. Runbook: docs/runbooks/a-b.md", "Something.", "docs/runbooks/a-b.md"],
    ["Two\nlines. Runbook: docs/runbooks/a.md", "Two\nlines.", "docs/runbooks/a.md"],
    ["Runbook: docs/runbooks/a.md", "", "docs/runbooks/a.md"],
    ["Runbook: docs/runbooks/../../x.md", "Runbook: docs/runbooks/../../x.md", undefined],
    ["Runbook: https://evil.example/a.md", "Runbook: https://evil.example/a.md", undefined],
    ["Nothing more", "Nothing more", undefined],
    ["", "", undefined],
  ])("%j", (description, meaning, runbook) => {
    expect(alarmMeaningOf(description)).toEqual({ meaning, runbook });
  });
});
