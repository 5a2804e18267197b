import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  homeQueryText,
  isFilter,
  parseHomeQuery,
  wholeHome,
  withFilter,
  withPage,
} from "../../../src/core/home/home-query.ts";

const names = fc.oneof(fc.constant(""), fc.stringMatching(/^[a-z][a-z0-9_-]{0,39}$/));
const pages = fc.integer({ min: 0, max: 1000 });
const queries = fc.record({
  environment: names,
  operation: names,
  pages: fc.record({ waiting: pages, mine: pages, recent: pages }),
});

describe("what a home shows", () => {
  test("is the same after its text", () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseHomeQuery(homeQueryText(query))).toEqual(query);
      }),
    );
  });

  test("fits into an option of a menu", () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(homeQueryText(query).length).toBeLessThanOrEqual(150);
      }),
    );
  });

  test("is read from any text, what makes no sense in it left out", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { environment, operation, pages: read } = parseHomeQuery(text);
        for (const name of [environment, operation]) expect(name === "" || isFilter(name)).toBe(true);
        for (const page of Object.values(read)) expect(Number.isInteger(page) && page >= 0).toBe(true);
      }),
    );
    expect(parseHomeQuery("?environment=<b>&waiting=-1&mine=1e9&recent=x&operation=__proto__")).toEqual(
      wholeHome,
    );
  });

  test("begins on the first pages where a filter is chosen, and turns one list at a time", () => {
    const turned = withPage(withPage(wholeHome, "mine", 2), "recent", 1);

    expect(turned.pages).toEqual({ waiting: 0, mine: 2, recent: 1 });
    expect(withFilter(turned, { environment: "staging" })).toEqual({ ...wholeHome, environment: "staging" });
  });
});
