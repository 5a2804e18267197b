import { expect } from "vitest";
import { makeIssueAnalyticsLink } from "../../../src/app/analytics/analytics-link.ts";
import { makeIssueToken } from "../../../src/app/links/issue-token.ts";
import { newToken } from "../../../src/chance/new-token.ts";
import { approvalUrlOf } from "../../../src/core/links/approval-link.ts";
import { acmeChannels, acmePeople } from "../../../src/local/parts/workspace.ts";
import { wireSecretBox } from "../../../src/wiring/wire-keys.ts";
import { systemClock, wirePolicy } from "../../../src/wiring.ts";
import { signRequest } from "../../local/sign-request.ts";
import { accepted } from "../../support/desk.ts";
import { eventually } from "../../support/eventually.ts";
import { acmeTeamsChannels, acmeTeamsPeople } from "../../support/strict-teams/acme-teams.ts";
import { dana, priya } from "../../support/workbench.ts";
import type { Story } from "./story.ts";
import { publicUrl, type World } from "./world.ts";

/** A key of the principal that the policy calls `ci-deploy@acme.example`. */
export const deployKey = {
  accessKeyId: "AKIAPACKAGED",
  secretAccessKey: "packaged",
  arn: "arn:aws:iam::123456789012:user/ci-deploy",
} as const;

async function lastRequestOfDana({ config, useCases }: World) {
  const { items } = await useCases.requests.listByRequester(config.tenant, dana.id, { limit: 1 });
  return items[0];
}

/** A command that Slack has signed. */
export const slack: Story = async ({ world, urlOf }) => {
  world.slack.setRequestUrl(`${await urlOf("slack")}/slack/events`);

  const answer = await world.slack.command({
    user: acmePeople.dana.id,
    channel: acmeChannels.approvals.id,
    text: "snapshot staging-orders-01 because of the zip",
  });

  const request = await lastRequestOfDana(world);
  expect(answer).toMatchObject({ status: 200 });
  expect(request).toMatchObject({ operation: "create_snapshot", subject: "staging-orders-01" });
  expect(JSON.stringify(world.slack.ephemerals().at(-1))).toContain(request?.id);
  expect(world.slack.failures()).toEqual([]);
};

/** The app is added to a team, and somebody writes to it: activities that Teams has signed. */
export const teams: Story = async ({ world, urlOf }) => {
  const { id: channel } = acmeTeamsChannels.approvals;
  await addToTeam(world, await urlOf("teams"));

  await world.teams.say({
    user: acmeTeamsPeople.dana.id,
    conversation: channel,
    text: "rds-request reboot staging-orders-01 because of the zip",
  });

  const request = await lastRequestOfDana(world);
  expect(request).toMatchObject({ operation: "reboot_instance", subject: "staging-orders-01" });
  expect(JSON.stringify(world.teams.messages(channel).at(-1))).toContain(request?.id);
  expect(world.teams.failures()).toEqual([]);
};

/** Teams tells the function that the app was added, so that it is known where to write. */
export async function addToTeam(world: World, url: string): Promise<void> {
  world.teams.setBotUrl(`${url}/api/messages`);
  await world.teams.install(acmeTeamsChannels.general.id, acmeTeamsPeople.dana.id);
}

/** An order that a pipeline has signed, and its look at what became of it. */
export const api: Story = async ({ world, urlOf }) => {
  const url = `${await urlOf("api")}/operations`;
  const body = JSON.stringify({ operation: "create_snapshot", instance_id: "dev-postgres-01" });
  const headers = { "content-type": "application/json" };

  const signed = await signRequest({ key: deployKey, url, headers, body });
  const posted = await fetch(url, { method: "POST", headers: signed, body });
  const order = (await posted.json()) as { readonly request_id: string };
  const place = `${url}/${order.request_id}`;
  const got = await fetch(place, {
    headers: await signRequest({ key: deployKey, method: "GET", url: place }),
  });

  expect([posted.status, got.status]).toEqual([202, 202]);
  expect(await got.json()).toMatchObject({
    request_id: order.request_id,
    status: "running",
    instance_id: "dev-postgres-01",
  });
  const { items } = await world.useCases.requests.listByStatus(world.config.tenant, "approved", {
    limit: 50,
  });
  expect(items.map(({ id }) => String(id))).toContain(order.request_id);
};

/** A mail's link is opened, which shows the request and changes nothing. */
export const links: Story = async ({ world, urlOf }) => {
  const request = await world.ask();
  const issue = makeIssueToken({ ...world.useCases, newToken });
  const token = await issue(request, priya.id);

  const page = await fetch(
    approvalUrlOf(await urlOf("links"), { action: "approve", requestId: request.id, token }),
  );

  expect(page.status).toBe(200);
  expect(await page.text()).toContain(request.description.title);
  expect(await world.find(request.id)).toEqual(request);
};

/** A link that a chat has made opens the page. */
export const analytics: Story = async ({ world, urlOf }) => {
  const issue = makeIssueAnalyticsLink({
    ...systemClock,
    tenant: world.config.tenant,
    policy: wirePolicy(world.config),
    secrets: wireSecretBox(world.config),
    publicUrl: () => publicUrl,
  });
  const { pathname, search } = new URL(accepted(await issue(priya)).url);

  const page = await fetch(`${await urlOf("analytics")}${pathname}${search}`);

  expect(page.status).toBe(200);
  expect(await page.text()).toContain("<svg");
};

/** What the gateway asks where a web ACL stands before it; nothing does here, so that nothing comes from CloudFront. */
export const authorizeOrigin: Story = async ({ invoke, log }) => {
  const asked = { version: "2.0", type: "REQUEST", routeKey: "GET /docs", identitySource: ["guessed"] };

  expect(await invoke(asked)).toEqual({ isAuthorized: false });
  await eventually("the refusal in the log", async () =>
    log().find((line) => line.includes("a call did not come from CloudFront")),
  );
};
