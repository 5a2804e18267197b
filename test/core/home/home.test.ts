import { describe, expect, test } from "vitest";
import { type HomePage, homeOf, homePageSizes } from "../../../src/core/home/home.ts";
import { type HomeSection, wholeHome, withFilter, withPage } from "../../../src/core/home/home-query.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { anna, ben, hoursLater, otto, requestIn } from "../sample-requests.ts";

const now = hoursLater(6);
const nothing: HomePage = { requests: [], total: 0, isWhole: true };
const empty = { waiting: nothing, mine: nothing, recent: nothing };

function page(requests: readonly ApprovalRequest[], total = requests.length, isWhole = true): HomePage {
  return { requests, total, isWhole };
}

function listIn(
  section: HomeSection,
  pages: Partial<typeof empty>,
  { query = wholeHome, reader = ben } = {},
) {
  const home = homeOf(query, { ...empty, ...pages }, [], { reader, now });
  const list = home.lists.find((one) => one.section === section);
  if (!list) throw new Error(`there is no ${section}`);
  return list;
}

describe("an entry", () => {
  test("tells what is asked for, how it stands, by when, where and by whom", () => {
    const request = requestIn("pending");

    const [entry] = listIn("waiting", { waiting: page([request]) }).entries;

    expect(entry).toEqual({
      requestId: request.id,
      digest: request.digest,
      title: "Snapshot orders-prod",
      state: { text: "Waiting for approval · 0 of 2", tone: "waiting" },
      deadline: { at: request.expiresAt, left: "3 days left" },
      about: "production, high risk · asked for by Anna",
      at: request.requestedAt,
      actions: ["approve", "reject"],
    });
  });

  test.each([
    ["an approver", "waiting", ben, ["approve", "reject"]],
    ["an outsider", "waiting", otto, []],
    ["its requester", "waiting", anna, []],
    ["its requester", "mine", anna, ["cancel"]],
    ["somebody else", "mine", ben, []],
  ] as const)(
    "offers %s in the list of what is %s what they may do and no more",
    (_, section, reader, actions) => {
      const [entry] = listIn(section, { [section]: page([requestIn("pending")]) }, { reader }).entries;

      expect(entry?.actions).toEqual(actions);
    },
  );

  test("that has ended tells its result, and when that was", () => {
    const request = requestIn("rejected");

    const [entry] = listIn("recent", { recent: page([request]) }).entries;

    expect(entry).toMatchObject({
      state: { tone: "bad" },
      deadline: undefined,
      at: request.statusHistory.at(-1)?.at,
      actions: [],
    });
  });
});

describe("a list", () => {
  test("that is empty says what would be there, or that the filters leave it so", () => {
    const unfiltered = listIn("waiting", {});
    const filtered = listIn("waiting", {}, { query: withFilter(wholeHome, { environment: "staging" }) });
    const turned = listIn("mine", { mine: page([], 3) }, { query: withPage(wholeHome, "mine", 4) });

    expect(unfiltered.otherwise).toContain("Nothing waits for you.");
    expect(filtered.otherwise).toBe("Nothing here matches the filters.");
    expect(turned).toMatchObject({ otherwise: "There is nothing on this page any more.", range: "" });
    expect(turned.back?.pages.mine).toBe(3);
  });

  test("of one page says no more", () => {
    const list = listIn("waiting", { waiting: page([requestIn("pending")]) });

    expect(list).toMatchObject({ range: "", back: undefined, next: undefined });
  });

  test("of several tells which of how many these are, and leads to the next ones with the filters as they are", () => {
    const query = withFilter(wholeHome, { operation: "reboot_instance" });
    const requests = Array.from({ length: homePageSizes.waiting }, () => requestIn("pending"));

    const first = listIn("waiting", { waiting: page(requests, 8) }, { query });
    const second = listIn(
      "waiting",
      { waiting: page(requests.slice(0, 2), 8) },
      { query: withPage(query, "waiting", 1) },
    );

    expect(first).toMatchObject({ range: "1 to 6 of 8", back: undefined });
    expect(first.next).toEqual(withPage(query, "waiting", 1));
    expect(second).toMatchObject({ range: "7 to 8 of 8", back: query, next: undefined });
  });

  test("of which not all were looked at says so", () => {
    const list = listIn("recent", { recent: page([requestIn("rejected")], 1, false) });

    expect(list.range).toBe("1 to 1 of more than 1");
  });
});
