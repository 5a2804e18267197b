import type { Home, HomeEntry } from "../../src/core/home/home.ts";
import { homePageSizes } from "../../src/core/home/home.ts";
import { type HomeSection, homeSections, wholeHome, withPage } from "../../src/core/home/home-query.ts";
import { digestOf } from "../../src/core/intent.ts";
import { requestIdSchema } from "../../src/core/request.ts";

/** Longer than any place has room for, with what is markup on one surface or the other. */
const endless = "<!channel> *b* {{DATE(x)}} [l](https://x.example) & 😀 \u202e".repeat(500);
const name = (letter: string) => letter.repeat(40);

/** A home with as much in it as there can be, and every text of it hostile. */
export function fullestHome(now = new Date()): Home {
  const query = {
    environment: name("e"),
    operation: name("o"),
    pages: { waiting: 999, mine: 999, recent: 999 },
  };
  const entry = (section: HomeSection, index: number): HomeEntry => ({
    requestId: requestIdSchema.parse(`req-${String(index).padStart(10, "0")}`),
    digest: digestOf({ kind: "task", title: String(index) } as never),
    title: endless,
    state: { text: endless, tone: "waiting" },
    deadline: { at: now, left: "3 days left" },
    about: endless,
    at: now,
    actions: ({ waiting: ["approve", "reject"], mine: ["cancel"], recent: ["confirm", "object"] } as const)[
      section
    ],
  });
  const options = [
    { text: "All", value: "" },
    ...Array.from({ length: 99 }, (_, index) => ({
      text: endless,
      value: `${name("x").slice(3)}${String(index).padStart(3, "0")}`,
    })),
  ];
  return {
    query,
    asOf: now,
    filters: [
      { key: "environment", label: "Environment", chosen: options[7]?.value ?? "", options },
      { key: "operation", label: "Operation", chosen: "", options: options.slice(0, 40) },
    ],
    lists: homeSections.map((section, place) => ({
      section,
      title: endless,
      entries: Array.from({ length: homePageSizes[section] }, (_, index) =>
        entry(section, place * 10 + index),
      ),
      otherwise: endless,
      range: endless,
      back: withPage(wholeHome, section, 998),
      next: withPage(query, section, 1000),
    })),
  };
}
