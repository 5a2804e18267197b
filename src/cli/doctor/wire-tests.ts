import { randomBytes } from "node:crypto";
import { approveByLink } from "../../adapters/links/approve-by-link.ts";
import { approveBySignedForm } from "../../adapters/slack/approve-by-signed-form.ts";
import { approveBySignedPress, seeUnsignedPressRefused } from "../../adapters/teams/press-approve.ts";
import { makeCancelRequest } from "../../app/cancel-request.ts";
import type { Check } from "../../app/doctor/check.ts";
import { sendTest, type TestSurface } from "../../app/doctor/send-test.ts";
import { makeIssueToken } from "../../app/links/issue-token.ts";
import { requestsOfTenant } from "../../app/requests-of-tenant.ts";
import { newRequestId } from "../../chance/new-request-id.ts";
import { newToken } from "../../chance/new-token.ts";
import type { Config } from "../../config.ts";
import type { PersonId } from "../../core/person.ts";
import { wireSlackSecret, wireTeamsBot } from "../../wiring/wire-secrets.ts";
import { systemClock, wireConversations, wirePolicy, wireStores } from "../../wiring.ts";
import { findPublicUrl } from "../public-url.ts";
import { silentLog } from "../silent-log.ts";

interface Test {
  readonly config: Config;
  readonly approver: PersonId;
  /** Where the deployment is reached from outside. */
  readonly publicUrl: string;
}

/** A test for every surface that is set up here; throws a `ConfigError` where what they need is not said. */
export async function wireTests(config: Config, approver: PersonId): Promise<readonly Check[]> {
  const { tenant } = config;
  const stores = wireStores(config);
  const requests = requestsOfTenant(stores.requests, tenant);
  const deps = {
    ...systemClock,
    requests,
    deliveries: stores.deliveries,
    cancelRequest: makeCancelRequest({ ...systemClock, requests }),
    tenant,
    approver,
    newRequestId,
    newNonce: () => randomBytes(16).toString("hex"),
  };
  const test: Test = { config, approver, publicUrl: await findPublicUrl(config) };
  const surfaces = await Promise.all([slackTest(test), teamsTest(test), mailTest(test, stores)]);
  return surfaces.flatMap((surface) => (surface ? sendTest(deps, surface) : []));
}

async function slackTest({ config, approver, publicUrl }: Test): Promise<TestSurface | undefined> {
  const [channel] = wirePolicy(config).defaults.notify.slack;
  const secret = await wireSlackSecret(config, silentLog).read();
  if (!secret || channel === undefined) return undefined;
  const access = {
    secret: secret.current,
    apiUrl: config.slack.apiUrl,
    log: silentLog,
    requestUrl: `${publicUrl}/slack/events`,
  };
  return {
    name: "slack",
    routes: { slackChannels: [channel], emailRecipients: [] },
    approval: { kind: "signed", approve: (request) => approveBySignedForm(access, approver, request) },
    isKeptUpToDate: true,
  };
}

async function teamsTest({ config, approver, publicUrl }: Test): Promise<TestSurface | undefined> {
  const [channel] = wirePolicy(config).defaults.notify.teams;
  if (channel === undefined || !(await wireTeamsBot(config, silentLog).read())) return undefined;
  const press = { ...wireConversations(config), channel, approver };
  const { signerUrl } = config.teams;
  return {
    name: "teams",
    routes: { slackChannels: [], teamsChannels: [channel], emailRecipients: [] },
    approval:
      signerUrl === undefined
        ? {
            kind: "unsigned",
            seeRefused: (request) => seeUnsignedPressRefused(`${publicUrl}/api/messages`, press, request),
            why: "not shown, as Microsoft alone can sign what is pressed in Teams: press Approve on a card there once",
          }
        : { kind: "signed", approve: (request) => approveBySignedPress(signerUrl, press, request) },
    isKeptUpToDate: true,
  };
}

async function mailTest(
  { config, approver, publicUrl }: Test,
  { tokens }: Pick<ReturnType<typeof wireStores>, "tokens">,
): Promise<TestSurface | undefined> {
  if (config.email.from === undefined) return undefined;
  const issueToken = makeIssueToken({ ...systemClock, tokens, newToken });
  return {
    name: "email",
    routes: { slackChannels: [], emailRecipients: [approver] },
    approval: {
      kind: "signed",
      approve: (request) => approveByLink({ publicUrl, issueToken }, approver, request),
    },
    isKeptUpToDate: false,
  };
}
