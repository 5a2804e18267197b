import { type ApprovalLink, approvalLinkSchema } from "../../../src/core/links/approval-link.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { acmePeople } from "../../../src/local/parts/workspace.ts";
import { makeDriver as makeSlackDriver } from "../../support/strict-slack/driver.ts";
import { signedHeaders } from "../../support/strict-slack/signing.ts";
import type { Message as SlackMessage } from "../../support/strict-slack/workspace-records.ts";
import { acmeTeam, acmeTeamsPeople } from "../../support/strict-teams/acme-teams.ts";
import { makeDriver as makeTeamsDriver } from "../../support/strict-teams/driver.ts";
import { ProcessDiedError } from "../wire/machine.ts";
import { findSlackCard, findTeamsCard } from "./cards.ts";
import { signingSecret } from "./chats.ts";
import type { Functions } from "./functions.ts";
import { httpEvent, sessionOf } from "./http-event.ts";
import { mailOf, type Name, names, slackChannel, teamsChannel } from "./model-policy.ts";
import type { World } from "./world.ts";

const apiContext = { getRemainingTimeInMillis: () => 20_000 };

/** What a door has said. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

/** How people reach the functions of one machine, each door with what really comes through it. */
export function peopleAt(world: World, host: string, functions: Functions) {
  const slack = world.slack.workspace;
  const { tenant } = world.teams;
  const { serviceUrl, teamsAuthorization, lodgings } = world.stage;

  /** Of a process that has died on the way nobody hears anything. */
  function heard(result: Result | string) {
    if (lodgings.some((one) => one.host === host && one.machine.hasDied())) throw new ProcessDiedError();
    return answered(result);
  }

  const slackDriver = makeSlackDriver(
    slack,
    async (_kind, body) => {
      const headers = signedHeaders(body, signingSecret, Math.floor(slack.now() / 1000));
      const event = httpEvent({ method: "POST", path: "/slack/events", headers, body });
      return heard(await functions.slack()(event));
    },
    `http://${host}`,
  );
  const teamsDriver = makeTeamsDriver(
    tenant,
    {
      send: async (activity) => {
        const headers = { "content-type": "application/json", authorization: teamsAuthorization };
        const body = JSON.stringify(activity);
        const event = httpEvent({ method: "POST", path: "/api/messages", headers, body });
        return heard(await functions.teams()(event));
      },
    },
    serviceUrl,
  );

  async function post(path: string, by: Name, body: object): Promise<Answer> {
    const event = httpEvent({
      method: "POST",
      path,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      userArn: sessionOf(mailOf(by)),
    });
    return heard((await functions.api()(event as never, apiContext as never)) as never);
  }

  return {
    slack: {
      command: (by: Name, text: string) =>
        slackDriver.command({ user: acmePeople[by].id, channel: slackChannel.id, text }),
      cardOf: (id: RequestId): SlackMessage | undefined => findSlackCard(world, id),
      click: (by: Name, card: SlackMessage, actionId: string, value: string) =>
        slackDriver.click({
          user: acmePeople[by].id,
          channel: card.channel,
          ts: card.ts,
          actionId,
          value,
        }),
      /** The form that the person has open about the request. */
      formOf: (by: Name, id: RequestId) =>
        slack.views.findLast(
          ({ user, definition }) =>
            user === acmePeople[by].id && definition.private_metadata?.includes(id) === true,
        ),
      submit: (by: Name, viewId: string, comment: string) =>
        slackDriver.submitView({
          user: acmePeople[by].id,
          viewId,
          values: comment === "" ? {} : { comment: { comment } },
        }),
    },
    teams: {
      /** Into the team, and for everybody's own chat. */
      installApp: async () => {
        await teamsDriver.install(acmeTeam.id, acmeTeamsPeople.dana.id);
        for (const name of names) {
          await teamsDriver.install(acmeTeamsPeople[name].id, acmeTeamsPeople[name].id);
        }
      },
      say: (by: Name, text: string) =>
        teamsDriver.say({ user: acmeTeamsPeople[by].id, conversation: teamsChannel.id, text }),
      cardOf: (id: RequestId) => findTeamsCard(world, id),
      press: async (by: Name, id: RequestId, action: string, inputs: Readonly<Record<string, string>>) => {
        const message = findTeamsCard(world, id);
        if (!message?.card) return;
        const user = acmeTeamsPeople[by].id;
        // What the channel is shown has no buttons: each sees their own view of it.
        const card = await teamsDriver.look(user, message);
        // Where it is decided already, there is nothing to press.
        if (!JSON.stringify(card).includes(action)) return;
        await teamsDriver.press({ user, message, action, inputs, card });
      },
    },
    api: {
      post,
      get: async (path: string, by: Name): Promise<Answer> => {
        const event = httpEvent({ method: "GET", path, userArn: sessionOf(mailOf(by)) });
        return heard((await functions.api()(event as never, apiContext as never)) as never);
      },
    },
    links: {
      linkOf: (by: Name, id: RequestId, action: ApprovalLink["action"]) => findLink(world, by, id, action),
      open: async (link: ApprovalLink) =>
        heard(
          await functions.links()(
            httpEvent({ method: "GET", path: "/approval", query: String(new URLSearchParams({ ...link })) }),
          ),
        ),
      send: async (fields: Readonly<Record<string, string>>) =>
        heard(
          await functions.links()(
            httpEvent({
              method: "POST",
              path: "/approval",
              headers: { "content-type": "application/x-www-form-urlencoded" },
              body: String(new URLSearchParams(fields)),
            }),
          ),
        ),
    },
  };
}

export type People = ReturnType<typeof peopleAt>;

/** What the person's last mail about the request leads to. */
function findLink(
  { mails }: World,
  by: Name,
  id: RequestId,
  action: ApprovalLink["action"],
): ApprovalLink | undefined {
  const mail = mails.findLast(({ to, requestId, text }) => {
    return to === mailOf(by) && requestId === id && text.includes("/approval?");
  });
  const urls = mail?.text.match(/https:\/\/links\.acme\.example\/approval\?\S+/g) ?? [];
  const links = urls.flatMap((url) => {
    const link = approvalLinkSchema.safeParse(Object.fromEntries(new URL(url).searchParams));
    return link.success ? [link.data] : [];
  });
  return links.find((link) => link.action === action);
}

type Result = { readonly statusCode?: number | undefined; readonly body?: string | undefined };

function answered(result: string | Result) {
  const { statusCode = 200, body = "" } = typeof result === "string" ? { body: result } : result;
  const taken = statusCode >= 200 && statusCode < 300;
  return { status: statusCode, body, durationMs: 0, taken, ...jsonOf(body) };
}

function jsonOf(body: string): { readonly json?: Readonly<Record<string, unknown>> } {
  return body.startsWith("{") ? { json: JSON.parse(body) } : {};
}
