import { afterAll, beforeAll, expect, test } from "vitest";
import { approvalUrlOf } from "../../../src/core/links/approval-link.ts";
import { hiddenFieldsOf } from "../../support/hidden-fields-of.ts";
import { lena, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";
import { endingOf, openLinksDoor, read } from "./open-links-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

test("a scanner that opens every link and sends every form without typing decides nothing and locks nothing", async () => {
  const door = await openLinksDoor(bench);
  const request = await door.ask();
  const approvers = [priya, lena, tom];
  const links = await Promise.all(approvers.map((approver) => door.linkTo(request, approver)));
  const found = links.map((link) => approvalUrlOf(door.url, link));
  const visited = new Set<string>();
  const answers: number[] = [];

  for (let url = found.shift(); url !== undefined; url = found.shift()) {
    if (visited.has(url)) continue;
    visited.add(url);
    for (const method of ["HEAD", "GET", "GET"]) await fetch(url, { method });
    const { text } = await read(fetch(url));
    for (const comment of ["", "scanned"]) {
      for (let times = 0; times < 4; times += 1) {
        const sent = await door.post({ ...hiddenFieldsOf(text), ending: "", comment });
        answers.push(sent.status);
        answers.push((await door.post({ ...hiddenFieldsOf(sent.text), comment })).status);
      }
    }
    const hrefs = [...text.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
    found.push(...hrefs.map((href) => new URL(href, url).href));
  }

  expect(visited.size).toBe(2 * approvers.length);
  expect(new Set(answers)).toEqual(new Set([400]));
  expect((await door.find(request.id)).decisions).toEqual([]);
  expect(await door.eventKinds(request.id)).toEqual(["created"]);
  const typed = await door.send(links[0] ?? (await door.linkTo(request, priya)), {
    ending: endingOf(request),
  });
  expect(typed.status).toBe(200);
});

test("nothing that a form holds when it comes is how the name ends", async () => {
  const door = await openLinksDoor(bench);
  const request = await door.ask();

  const { text } = await door.open(await door.linkTo(request, priya));

  const form = /<form.*<\/form>/s.exec(text)?.[0] ?? "";
  expect(form).toContain('name="ending"');
  expect(form.toLowerCase()).not.toContain(endingOf(request));
  expect(text).toContain(`<code>${request.intent.kind === "rds" ? request.intent.instance.id : ""}</code>`);
});
