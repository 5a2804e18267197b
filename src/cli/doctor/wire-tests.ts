import { randomBytes } from "node:crypto";
import { approveByLink } from "../../adapters/links/approve-by-link.ts";
import { approveBySignedForm } from "../../adapters/slack/approve-by-signed-form.ts";
import { makeCancelRequest } from "../../app/cancel-request.ts";
import type { Check } from "../../app/doctor/check.ts";
import { sendTest, type TestSurface } from "../../app/doctor/send-test.ts";
import { makeIssueToken } from "../../app/issue-token.ts";
import { requestsOfTenant } from "../../app/requests-of-tenant.ts";
import { type Config, required } from "../../config.ts";
import type { PersonId } from "../../core/person.ts";
import { makeLog } from "../../log.ts";
import { newRequestId } from "../../new-request-id.ts";
import { newToken } from "../../new-token.ts";
import { systemClock, wirePolicy, wireStores } from "../../wiring.ts";

/** A test for every surface that is set up here; throws a `ConfigError` where what they need is not said. */
export function wireTests(config: Config, approver: PersonId): readonly Check[] {
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
  return [...slackTests(config, approver), ...mailTests(config, approver, stores)].map((surface) =>
    sendTest(deps, surface),
  );
}

function slackTests(config: Config, approver: PersonId): readonly TestSurface[] {
  const { slack } = config;
  const [channel] = wirePolicy(config).defaults.notify.slack;
  if (slack.botToken === undefined || channel === undefined) return [];
  const access = {
    botToken: slack.botToken,
    apiUrl: slack.apiUrl,
    log: makeLog({ level: "silent", format: "json" }, "doctor"),
    signingSecret: required(slack.signingSecret, "SLACK_SIGNING_SECRET"),
    requestUrl: `${required(config.publicUrl, "PUBLIC_URL")}/slack/events`,
  };
  return [
    {
      name: "slack",
      routes: { slackChannels: [channel], emailRecipients: [] },
      approve: (request) => approveBySignedForm(access, approver, request),
      isKeptUpToDate: true,
    },
  ];
}

function mailTests(
  config: Config,
  approver: PersonId,
  { tokens }: Pick<ReturnType<typeof wireStores>, "tokens">,
): readonly TestSurface[] {
  if (config.email.from === undefined) return [];
  const publicUrl = required(config.publicUrl, "PUBLIC_URL");
  const issueToken = makeIssueToken({ ...systemClock, tokens, newToken });
  return [
    {
      name: "email",
      routes: { slackChannels: [], emailRecipients: [approver] },
      approve: (request) => approveByLink({ publicUrl, issueToken }, approver, request),
      isKeptUpToDate: false,
    },
  ];
}
