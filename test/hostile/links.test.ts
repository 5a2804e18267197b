import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endingOf, type LinksDoor, openLinksDoor } from "../adapters/links/open-links-door.ts";
import { hiddenFieldsOf } from "../support/hidden-fields-of.ts";
import { makeLogScanner } from "../support/log-scanner.ts";
import { priya, startWorkbench, type Workbench } from "../support/workbench.ts";
import { attack, patienceMs } from "./support/attack.ts";
import { toHttpEvent } from "./support/http-event.ts";
import { type HostileCall, hostileCall } from "./support/link-calls.ts";
import { spoilt } from "./support/spoilt.ts";
import { refusedActors, standingOf } from "./support/standing.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

type Answer = Awaited<ReturnType<LinksDoor["handler"]>>;

const eventOf = (call: HostileCall, isBase64: boolean) =>
  toHttpEvent({ ...call, path: "/approval", isBase64 });

test(
  "3,000 hostile calls with what an attacker may know of a link: no 5xx, and nothing is decided",
  async () => {
    const scanner = makeLogScanner();
    const door = await openLinksDoor(bench, { log: scanner.logOf("links") });
    const request = await door.ask();
    const other = await door.ask({ instanceId: "prod-payments-01" });
    const [link, foreign] = [await door.linkTo(request, priya), await door.linkTo(other, priya)];
    const fields = hiddenFieldsOf((await door.open(link)).text);
    const formToken = fields.form ?? "";
    const foreignFormToken = hiddenFieldsOf((await door.open(foreign)).text).form ?? "";
    const ending = endingOf(request);
    scanner.watch("a link's token", link.token);
    scanner.watch("another link's token", foreign.token);
    scanner.watch("a form's token", formToken);
    const calls = fc.tuple(hostileCall({ link, foreign, formToken, foreignFormToken, ending }), fc.boolean());
    const right = eventOf(
      {
        method: "GET",
        query: new URLSearchParams({ ...link }).toString(),
        headers: {},
        body: Buffer.alloc(0),
      },
      false,
    );
    const events = fc.oneof(
      { weight: 9, arbitrary: calls.map(([call, isBase64]) => eventOf(call, isBase64)) },
      { weight: 1, arbitrary: spoilt([right], ["POST", formToken]) },
    );
    const before = await standingOf(bench);
    const statuses = new Set<number | undefined>();

    await attack<unknown, Answer>({
      inputs: events,
      runs: 3000,
      send: door.handler,
      complaint: ({ statusCode = 0 }) => {
        statuses.add(statusCode);
        return statusCode >= 200 && statusCode < 500 ? undefined : `was answered ${statusCode}`;
      },
    });

    expect(await standingOf(bench)).toEqual(before);
    // A wrong token is nobody's.
    expect(await refusedActors(bench)).toEqual(new Set(["system:links"]));
    expect([...statuses].toSorted()).toEqual([200, 400, 405, 413, 415]);
    expect(scanner.leaks()).toEqual([]);
    expect((await door.post({ ...fields, ending })).status, "the good form still decides").toBe(200);
  },
  patienceMs,
);
