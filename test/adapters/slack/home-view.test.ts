import { expect, test } from "vitest";
import { textToReader } from "../../../src/adapters/slack/message-to-reader.ts";
import { closedHomeView, homeView } from "../../../src/adapters/slack/views/home.ts";
import { fullestHome } from "../../support/fullest-home.ts";
import { viewSchema } from "../../support/strict-slack/views.ts";

const told = textToReader("<!channel> `x`".repeat(1000));

test("the fullest home keeps to all of Slack's limits, and nobody's text in it is markup", () => {
  const view = homeView(fullestHome(), told);

  expect(viewSchema.safeParse(view).error).toBeUndefined();
  expect(view.blocks.length).toBeLessThanOrEqual(70);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000);
  const markup = JSON.stringify(view).match(/"type":"mrkdwn","text":"(?:[^"\\]|\\.)*"/g) ?? [];
  expect(markup.filter((text) => text.includes("<!channel>"))).toEqual([]);
});

test("a home that is closed to its reader holds nothing but why", () => {
  const view = closedHomeView(told);

  expect(viewSchema.safeParse(view).error).toBeUndefined();
  expect(view.blocks).toHaveLength(2);
});
