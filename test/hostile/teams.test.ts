import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  appPassword,
  openTeamsDoor,
  productionChannel,
  type TeamsDoor,
} from "../adapters/teams/open-teams-door.ts";
import { makeLogScanner } from "../support/log-scanner.ts";
import { acmeTeamsPeople, foreignTenantId } from "../support/strict-teams/acme-teams.ts";
import { refusedTokens } from "../support/strict-teams/tokens.ts";
import { olga, startWorkbench, type Workbench } from "../support/workbench.ts";
import { attack, patienceMs } from "./support/attack.ts";
import { hostileTexts } from "./support/hostile-values.ts";
import { toHttpEvent } from "./support/http-event.ts";
import { spoilt } from "./support/spoilt.ts";
import { spoiltText } from "./support/spoilt-text.ts";
import { refusedActors, standingOf } from "./support/standing.ts";
import { activitiesOfOlga, approvalByPriya } from "./support/teams-activities.ts";

const json = "application/json; charset=utf-8";
const types = [
  json,
  "application/json",
  "APPLICATION/JSON",
  "text/plain",
  "application/x-www-form-urlencoded",
  "",
];
const badTokens = refusedTokens.filter((kind) => kind !== "missing");

/** What Teams itself tells of places and people is remembered, whoever caused it; nothing is decided by it. */
const remembered = ["conversation#", "member#", "tenant#"];

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

interface Sent {
  readonly authorization: string;
  readonly body: string;
  readonly type: string;
  readonly isBase64: boolean;
}

type Answer = Awaited<ReturnType<TeamsDoor["handler"]>>;

const call = (door: TeamsDoor, { authorization, type, ...sent }: Sent) =>
  door.handler(
    toHttpEvent({
      ...sent,
      path: "/api/messages",
      headers: { authorization, "content-type": type },
    }) as APIGatewayProxyEventV2,
  );

async function openDoor() {
  const scanner = makeLogScanner();
  scanner.watch("the bot's password", appPassword);
  const door = await openTeamsDoor(bench, { log: scanner.logOf("teams") });
  const authorization = await door.teams.authorizationOf("good");
  scanner.watch("the token of Teams", authorization.slice("Bearer ".length));
  return { door, scanner, authorization };
}

test(
  "500 approvals that Teams has not signed: each is turned away before anything is done",
  async () => {
    const { door, scanner, authorization } = await openDoor();
    const request = await door.ask();
    const approval = await approvalByPriya(door, request);
    const bad = await Promise.all(badTokens.map((kind) => door.teams.authorizationOf(kind)));
    for (const token of bad.slice(2)) scanner.watch("a forged token", token.slice("Bearer ".length));
    const [head = "", payload = "", signature = ""] = authorization.split(".");
    const spoiltTokens = [
      "",
      authorization.slice(7),
      authorization.replace("Bearer", "Basic"),
      `${head}.${payload}.`,
      `${head}.${payload}`,
      `${head}..${signature}`,
      `${head}.${payload}.${signature.toUpperCase()}`,
      `${authorization}, ${authorization}`,
      `Bearer ${"a.".repeat(4000)}`,
      `Bearer ${"x".repeat(19_000)}.${"y".repeat(500)}.z`,
      ...hostileTexts,
      ...hostileTexts.map((text) => `Bearer ${text}`),
      ...hostileTexts.map((text) => `${head}.${Buffer.from(text).toString("base64url")}.${signature}`),
    ];
    const before = await standingOf(bench, remembered);

    await attack<Sent, Answer>({
      inputs: fc.record({
        authorization: fc.oneof(fc.constantFrom(...bad), fc.constantFrom(...spoiltTokens)),
        body: fc.constant(JSON.stringify(approval)),
        type: fc.constant(json),
        isBase64: fc.boolean(),
      }),
      runs: 500,
      send: (sent) => call(door, sent),
      complaint: ({ statusCode }) => (statusCode === 401 ? undefined : `was answered ${statusCode}`),
    });

    expect(await standingOf(bench, remembered)).toEqual(before);
    expect(scanner.leaks()).toEqual([]);
    const body = JSON.stringify(approval);
    await call(door, { authorization, body, type: json, isBase64: false });
    expect(await door.eventKinds(request.id)).toEqual(["created", "approved"]);
  },
  patienceMs,
);

test(
  "1,500 signed activities of one who may do nothing: no 5xx, and nothing changes",
  async () => {
    const { door, scanner, authorization } = await openDoor();
    const request = await door.ask();
    const samples = await activitiesOfOlga(door, request);
    const others = [
      request.id,
      request.digest,
      foreignTenantId,
      // Another one's id alone makes nobody another one: the account that goes with it is somebody else's.
      acmeTeamsPeople.priya.id,
      "22222222-2222-4333-8444-555555555555",
      "https://somebody-else.example/",
      "request_approve",
      "adaptiveCard/action",
    ];
    const activity = spoilt(samples, others);
    const sent = (body: fc.Arbitrary<string>, type: fc.Arbitrary<string>) =>
      fc.record({ authorization: fc.constant(authorization), body, type, isBase64: fc.boolean() });
    const inputs = fc.oneof(
      {
        weight: 8,
        arbitrary: sent(
          activity.map((one) => JSON.stringify(one)),
          fc.constant(json),
        ),
      },
      { weight: 3, arbitrary: sent(spoiltText(activity), fc.constant(json)) },
      {
        weight: 1,
        arbitrary: sent(
          activity.map((one) => JSON.stringify(one)),
          fc.constantFrom(...types),
        ),
      },
    );
    const before = await standingOf(bench, remembered);
    const shown = structuredClone(door.teams.messages(productionChannel));
    const statuses = new Set<number | undefined>();

    await attack<Sent, Answer>({
      inputs,
      runs: 1500,
      send: (one) => call(door, one),
      complaint: ({ statusCode = 0, body = "" }) => {
        statuses.add(statusCode);
        return isClear(statusCode, body) ? undefined : `was answered ${statusCode} ${body.slice(0, 300)}`;
      },
    });

    expect(await standingOf(bench, remembered)).toEqual(before);
    expect(await refusedActors(bench)).toEqual(new Set([olga.id]));
    // What is typed at the bot is answered where it was typed; the card and its thread are as they were.
    expect(door.teams.messages(productionChannel)).toEqual(shown);
    expect([...statuses].toSorted()).toEqual([200, 400, 403]);
    expect(scanner.leaks()).toEqual([]);
  },
  patienceMs,
);

/** What Teams acts on: nothing said to what is no invoke, and otherwise one of the forms that it knows. */
function isClear(status: number, body: string): boolean {
  const answer: Record<string, unknown> = body === "" ? {} : JSON.parse(body);
  if ([400, 401, 403].includes(status)) return String(answer.error).length > 10;
  if (status !== 200) return false;
  return (
    ["type", "task", "composeExtension"].some((key) => key in answer) || Object.keys(answer).length === 0
  );
}
