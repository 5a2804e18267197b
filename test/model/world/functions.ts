import type { SQSHandler } from "aws-lambda";
import { makeMailer } from "../../../src/adapters/email/mailer.ts";
import { makeLinksHandler } from "../../../src/adapters/links/links-handler.ts";
import { makeQueueHandler } from "../../../src/adapters/queue/queue-handler.ts";
import { makeSlackAnnouncements } from "../../../src/adapters/slack/slack-announcements.ts";
import { makeSlackHandler } from "../../../src/adapters/slack/slack-handler.ts";
import { makeStreamHandler } from "../../../src/adapters/stream/stream-handler.ts";
import { makeTeamsHandler } from "../../../src/adapters/teams/teams-handler.ts";
import { makeTeamsNotices } from "../../../src/adapters/teams/teams-notices.ts";
import { makeCancelAction } from "../../../src/app/action/cancel-action.ts";
import { makeFileRequest } from "../../../src/app/api/file-request.ts";
import { makeBeginDecision } from "../../../src/app/begin-decision.ts";
import { makeCancelRequest } from "../../../src/app/cancel-request.ts";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { makeOpenHome } from "../../../src/app/home/open-home.ts";
import { makeDecideByLink } from "../../../src/app/links/decide-by-link.ts";
import { makeIssueToken } from "../../../src/app/links/issue-token.ts";
import { makeOpenLink } from "../../../src/app/links/open-link.ts";
import { makeSweepTokens } from "../../../src/app/links/sweep-tokens.ts";
import { makeAnnounceByMail } from "../../../src/app/mail/announce-by-mail.ts";
import { makeNoteUndelivered } from "../../../src/app/note-undelivered.ts";
import { eventNoticeSchema } from "../../../src/app/ports/event-publisher.ts";
import { makeAskPreflight } from "../../../src/app/preflight/ask-preflight.ts";
import { makeReviewEmergency } from "../../../src/app/review-emergency.ts";
import { givenSecret } from "../../../src/app/secrets/given-secret.ts";
import { makeRevertRequest } from "../../../src/app/submit/revert-request.ts";
import { makeSubmitRequest } from "../../../src/app/submit/submit-request.ts";
import { rawTokenSchema } from "../../../src/core/links/link-token.ts";
import { acmeTenantId } from "../../support/strict-teams/acme-teams.ts";
import { makeApi } from "./api.ts";
import { botToken, signingSecret } from "./chats.ts";
import type { Lodging } from "./lodging.ts";
import { policy } from "./model-policy.ts";
import { makePremisesFunctions } from "./premises-functions.ts";
import { makeRunFunctions } from "./run-functions.ts";
import { neverAsked, type Surroundings } from "./surroundings.ts";
import { makeWebhookFunctions } from "./webhook-functions.ts";
import { makeWorkflowFunctions } from "./workflow-functions.ts";
import { makeWorkplace, once } from "./workplace.ts";

/** Longer than none of the model's deaths keeps a message hidden. */
const leaseSeconds = 30;

export type Functions = ReturnType<typeof makeFunctions>;

/**
 * The functions of `src/lambda` on one machine: put together as there, each when it is first called. They outlast the worlds, as they
 * cost more to make than a story to play: whatever is of one world is asked of that which is around.
 */
export function makeFunctions(lodging: Lodging, around: () => Surroundings) {
  const workplace = makeWorkplace(lodging, around);
  const { ports, publisher, log, noteFailure } = workplace;
  const { requests, now } = ports;
  const { machine, stores, host } = lodging;
  const premises = makePremisesFunctions(workplace);
  const workflows = makeWorkflowFunctions(workplace);
  const slack = { secret: givenSecret({ botToken, signingSecret }), apiUrl: `http://${host}/api/`, log };
  const accessToken = async () => host;

  const useCases = once(() => {
    const submitRequest = makeSubmitRequest(ports);
    const delegations = makeDelegations(ports);
    return {
      ...ports,
      submitRequest,
      beginDecision: makeBeginDecision(ports),
      decideRequest: makeDecideRequest(ports),
      cancelRequest: makeCancelAction({ ...ports, cancelRequest: makeCancelRequest(ports) }),
      revertRequest: makeRevertRequest({ ...ports, submitRequest }),
      askPreflight: makeAskPreflight(ports),
      delegations,
      reviewEmergency: makeReviewEmergency(ports),
      openHome: makeOpenHome({ ...ports, delegations }),
      issueAnalyticsLink: neverAsked("the analytics"),
    };
  });

  const apiCases = once(() => {
    const { submitRequest, ...more } = useCases();
    const checkWebhookUrl = neverAsked("webhooks");
    return { ...more, fileRequest: makeFileRequest({ ...ports, submitRequest, checkWebhookUrl }) };
  });

  function notified(take: (id: Parameters<typeof requests.find>[0]) => Promise<void>): SQSHandler {
    return makeQueueHandler(eventNoticeSchema, ({ requestId }) => take(requestId), noteFailure);
  }

  return {
    ...premises,
    ...workflows,
    ...makeRunFunctions(workplace, { ...premises, ...workflows }),
    ...makeWebhookFunctions(workplace),
    slack: once(() => makeSlackHandler({ ...useCases(), ...slack })),
    teams: once(() =>
      makeTeamsHandler({
        ...useCases(),
        conversations: stores.conversations,
        gate: lodging.gate,
        accessToken,
        log,
      }),
    ),
    links: once(() =>
      makeLinksHandler({
        now,
        log,
        openLink: makeOpenLink(ports),
        windows: policy.windows,
        decideByLink: makeDecideByLink({ ...useCases(), windows: policy.windows }),
      }),
    ),
    api: once(() => makeApi(now, apiCases())),
    "publish-events": once(() =>
      makeStreamHandler(publisher, {
        onPublished: () => {},
        onFailure: noteFailure,
      }),
    ),
    "notify-slack": once(() => {
      const announce = makeSlackAnnouncements({ ...ports, ...slack, leaseSeconds, onUnreachable: () => {} });
      const note = makeNoteUndelivered({ ...ports, surface: "slack" });
      return makeQueueHandler(
        eventNoticeSchema,
        async ({ requestId, kind }) => {
          if (kind === "refused") return;
          await announce(requestId);
          await note(requestId);
        },
        noteFailure,
      );
    }),
    "notify-teams": once(() =>
      makeQueueHandler(
        eventNoticeSchema,
        makeTeamsNotices({
          ...ports,
          conversations: stores.conversations,
          bot: { accessToken, tenantIds: [acmeTenantId] },
          leaseSeconds,
          log,
        }),
        noteFailure,
      ),
    ),
    "notify-email": once(() => {
      const announce = makeAnnounceByMail({
        ...ports,
        mailer: makeMailer({
          transport: {
            send: (mail) =>
              machine.call({ service: "ses", operation: "SendRawEmail" }, async () => around().mailed(mail)),
          },
          publicUrl: () => "https://links.acme.example",
        }),
        issueToken: makeIssueToken({ ...ports, newToken: () => rawTokenSchema.parse(around().newToken()) }),
        leaseSeconds,
      });
      const note = makeNoteUndelivered({ ...ports, surface: "email" });
      return notified(async (id) => {
        await announce(id);
        await note(id);
      });
    }),
    "revoke-tokens": once(() => notified(makeSweepTokens(ports))),
  };
}
