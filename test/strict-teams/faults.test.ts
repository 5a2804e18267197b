import { afterEach, beforeEach, expect, it } from "vitest";
import { acmeTeam, acmeTeamsChannels, acmeTeamsPeople } from "../support/strict-teams/acme-teams.ts";
import { type Organization, startOrganization } from "./start-organization.ts";

const channel = acmeTeamsChannels.approvals.id;
let place: Organization;

beforeEach(async () => {
  place = await startOrganization();
  await place.teams.install(acmeTeam.id, acmeTeamsPeople.dana.id);
});

afterEach(() => place.stop());

const post = (to: string = channel) => place.post(to, { text: "hello" });
const posted = () => place.teams.messages(channel).length;
const wasCut = (call: Promise<unknown>) =>
  call.then(
    () => false,
    () => true,
  );

it.each([
  { status: 403, code: "BotNotInConversationRoster" },
  { status: 412, code: "PreconditionFailed" },
  { status: 502, code: "ServiceError" },
])(
  "answers $status with the code that Teams sends with it, without doing the work",
  async ({ status, code }) => {
    place.teams.fail({ operation: "post", status });

    const broken = await post();
    const next = await post();

    expect(broken).toMatchObject({ status, code });
    expect(next.status).toBe(201);
    expect(posted()).toBe(1);
    expect(place.teams.calls("post").map(({ error }) => error)).toEqual([code, undefined]);
    expect(place.teams.failures()).toEqual([]);
  },
);

it("limits the rate of one conversation with 429 and Retry-After", async () => {
  place.teams.fail({ operation: "post", conversation: channel, retryAfter: 7, times: 2 });

  const elsewhere = await post(acmeTeamsChannels.production.id);
  const limited = [await post(), await post()];

  expect(elsewhere.status).toBe(201);
  expect(limited.map(({ status, retryAfter }) => [status, retryAfter])).toEqual([
    [429, "7"],
    [429, "7"],
  ]);
});

it("cuts the connection before the work", async () => {
  place.teams.fail({ operation: "post" });

  const isCut = await wasCut(post());

  expect(isCut).toBe(true);
  expect(posted()).toBe(0);
});

it("cuts the connection after the work is done", async () => {
  place.teams.fail({ operation: "post", after: true });

  const isCut = await wasCut(post());

  expect(isCut).toBe(true);
  expect(posted()).toBe(1);
});

it("fails for the directory too", async () => {
  place.teams.fail({ operation: "token", status: 503 });

  const token = await place.askForToken("strict-password");

  expect(token).toBeUndefined();
});
