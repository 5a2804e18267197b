import { analytics, api, authorizeOrigin, links, slack, teams } from "./doors.ts";
import {
  emailFeedback,
  notifyEmail,
  notifyOperations,
  notifySlack,
  notifyTeams,
  notifyWebhooks,
} from "./notifiers.ts";
import { inventory, measure, publishEvents, revokeTokens, schedule, sealAudit } from "./records.ts";
import { dispatch, pollerReports, refreshPreflight, runOperation, stepFunctions } from "./runs.ts";
import type { Story } from "./story.ts";

/** A real event for each function of `serverless.yml`. */
export const stories: Readonly<Record<string, Story>> = {
  slack,
  teams,
  api,
  links,
  analytics,
  "authorize-origin": authorizeOrigin,
  "publish-events": publishEvents,
  "notify-slack": notifySlack,
  "notify-teams": notifyTeams,
  "notify-email": notifyEmail,
  "notify-webhooks": notifyWebhooks,
  "notify-operations": notifyOperations,
  "email-feedback": emailFeedback,
  dispatch,
  "refresh-preflight": refreshPreflight,
  measure,
  "revoke-tokens": revokeTokens,
  "run-operation": runOperation,
  "poller-reports": pollerReports,
  "step-functions": stepFunctions,
  schedule,
  inventory,
  "seal-audit": sealAudit,
};
