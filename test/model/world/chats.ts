import { acmeSlack } from "../../support/strict-slack/acme-slack.ts";
import { respond } from "../../support/strict-slack/response-url.ts";
import { SlackRefusal } from "../../support/strict-slack/slack-refusal.ts";
import { callMethod } from "../../support/strict-slack/web-api.ts";
import { makeWorkspace, type Workspace } from "../../support/strict-slack/workspace.ts";
import { acmeTeam, acmeTeamsPeople, acmeTenantId } from "../../support/strict-teams/acme-teams.ts";
import { findOperation, operations } from "../../support/strict-teams/connector-api.ts";
import { TeamsRefusal } from "../../support/strict-teams/teams-refusal.ts";
import { makeTenant, type Tenant } from "../../support/strict-teams/tenant.ts";
import type { Fetched } from "../wire/intercept-fetch.ts";
import { appId } from "./teams-keys.ts";

export const botToken = "xoxb-strict-bot-token";
export const signingSecret = "strict-signing-secret";

export function makeSlackOfWorld(now: () => number): Workspace {
  return makeWorkspace({
    now,
    ...acmeSlack,
  });
}

/** The strict Slack's word on a call; what breaks a rule of Slack's is among its failures. */
export async function answerAsSlack(
  slack: Workspace,
  { url: { pathname }, headers, body: text }: Fetched,
): Promise<Response> {
  const isJson = headers.get("content-type")?.startsWith("application/json");
  const { token: _, ...args } = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  const [, responseId] = /^\/response\/(.+)$/.exec(pathname) ?? [];
  const method = pathname.replace(/^\/api\//, "");
  try {
    if (responseId !== undefined) {
      respond(slack, responseId, args);
      return Response.json({ ok: true });
    }
    return Response.json({ ok: true, ...callMethod(slack, method, args) });
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    slack.failures.push({ method, error: error.code, messages: error.details });
    return Response.json({ ok: false, error: error.code });
  }
}

export function makeTeamsOfWorld(now: () => number): Tenant {
  const tenant = makeTenant({
    appId,
    tenantId: acmeTenantId,
    people: Object.values(acmeTeamsPeople),
    teams: [acmeTeam],
    now,
  });
  for (const id of [acmeTeam.id, ...tenant.people.keys()]) tenant.installed.add(id);
  return tenant;
}

/** The strict Teams' word on a call of its connector. */
export async function answerAsTeams(
  tenant: Tenant,
  { url: { pathname, searchParams }, method, body: text }: Fetched,
): Promise<Response> {
  const found = findOperation(method, pathname.replace(/^\/teams\/+/, "/"));
  try {
    const operation = found && operations[found.operation];
    if (!operation) throw new TeamsRefusal(404, "NotFound");
    const body = text === "" ? {} : JSON.parse(text);
    const { status, body: answer } = operation(tenant, { ...found, body, query: searchParams });
    return Response.json(answer, { status });
  } catch (error) {
    if (!(error instanceof TeamsRefusal)) throw error;
    const { status, code, details } = error;
    if (status === 400) tenant.failures.push({ operation: pathname, error: code, messages: details });
    return Response.json({ error: { code, message: details.join("; ") || code } }, { status });
  }
}
