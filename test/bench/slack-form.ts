import {
  commentBlock,
  decideRequestView,
  decideViewIds,
} from "../../src/adapters/slack/views/decide-request.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import { acmePeople } from "../../src/local/parts/workspace.ts";
import { signedHeaders } from "../support/strict-slack/signing.ts";

const team = { id: "T0ACME", domain: "acme" };
const { id, name } = acmePeople.priya;

/** Priya's form for a request as Slack sends it when she presses Approve in it. */
export function approvalForm(request: ApprovalRequest): string {
  const { blocks, private_metadata, title } = decideRequestView("approve", request, {
    windows: {},
    now: new Date(),
  });
  const payload = {
    type: "view_submission",
    team,
    user: { id, username: name, name, team_id: team.id },
    api_app_id: "A0COUNTERSIGN",
    token: "verification-token",
    trigger_id: "1.2.bench",
    view: {
      id: `V${request.id}`,
      team_id: team.id,
      type: "modal",
      callback_id: decideViewIds.approve,
      ...{ blocks, private_metadata, title },
      state: { values: { [commentBlock]: { [commentBlock]: { type: "plain_text_input", value: null } } } },
      hash: "1.hash",
      root_view_id: `V${request.id}`,
    },
    response_urls: [],
    is_enterprise_install: false,
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** Posts a form signed as Slack signs; throws unless it is answered 200 without a complaint beside a field. */
export async function submitForm(url: string, body: string, secret: string): Promise<void> {
  const headers = signedHeaders(body, secret, Math.floor(Date.now() / 1000));
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  if (response.status !== 200 || text.includes("errors"))
    throw new Error(`the form was answered ${response.status}: ${text}`);
}
