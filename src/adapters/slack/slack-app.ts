import {
  type AllMiddlewareArgs,
  App,
  type Context,
  type Receiver,
  type RespondFn,
  type SlackActionMiddlewareArgs,
  type types,
  type ViewResponseAction,
} from "@slack/bolt";
import { goneButtonText } from "../../app/chat/chat-texts.ts";
import { questions } from "../../app/form/questions.ts";
import { withinTime } from "../../app/within-time.ts";
import { makeAttempts } from "./attempt.ts";
import { makeFindPerson } from "./find-person.ts";
import { answerCommand, typedCommandSchema } from "./listeners/answer-command.ts";
import { showDetails } from "./listeners/show-details.ts";
import { homeOpenedSchema, openHome, showHome } from "./listeners/show-home.ts";
import { askDecision, clickSchema, takeCancel, takeDecision } from "./listeners/take-decision.ts";
import { takeDelegation } from "./listeners/take-delegation.ts";
import { takeChoice, takeRequest } from "./listeners/take-form.ts";
import { homePressSchema, takeHomePress, tellInHome } from "./listeners/take-home-press.ts";
import { takeRefresh } from "./listeners/take-refresh.ts";
import { takeRevert } from "./listeners/take-revert.ts";
import { askReview, takeReview } from "./listeners/take-review.ts";
import { type MessageToReader, textToReader } from "./message-to-reader.ts";
import { actionIds } from "./render-card.ts";
import type { SlackAppDependencies, SlackUseCases } from "./slack-app-dependencies.ts";
import { makeSlackClient, readBotToken, type SlackAccess, slackClientOptions } from "./slack-client.ts";
import { toSlackLogger } from "./slack-log.ts";
import { type ViewSubmission, viewSubmissionSchema } from "./view-submission.ts";
import { chooseOperationId, instanceOptions, mostOptions } from "./views/choose-operation.ts";
import { decideViewIds } from "./views/decide-request.ts";
import { delegateViewId } from "./views/delegate-decisions.ts";
import { describeRequestId } from "./views/describe-request.ts";
import { answerFromHome, homeBehind } from "./views/from-home.ts";
import { homeActionIds } from "./views/home.ts";
import { noticeView } from "./views/notice.ts";
import { reviewViewIds } from "./views/review-emergency.ts";

export interface SlackAppOptions extends SlackUseCases, SlackAccess {}

/** Slack sends an app its own commands alone: one, which its manifest names. */
const anyCommand = /^\//;

/** Slack waits three seconds for the answer to a form, and over HTTP that goes out when all else is done. */
const homeMilliseconds = 1500;

const viewIds = [
  chooseOperationId,
  describeRequestId,
  delegateViewId,
  ...Object.values(decideViewIds),
  ...Object.values(reviewViewIds),
];

/**
 * Countersign's listeners on a Bolt app, whatever receiver feeds it. Each does its look-ups and one write, answers, and
 * leaves the rest to events. A listener that fails tells the person which id to give to the operators.
 */
export function makeSlackApp(options: SlackAppOptions, receiver: Receiver): App {
  const { secret, log } = options;
  const client = makeSlackClient(options);
  const { attempt, attemptQuietly } = makeAttempts(log);
  const deps: SlackAppDependencies = {
    ...options,
    client,
    findPerson: makeFindPerson({ ...options, client }),
  };
  const app = new App({
    receiver,
    // A token given as such is checked by auth.test at every request.
    authorize: async () => ({ botToken: await readBotToken(secret) }),
    clientOptions: slackClientOptions(options),
    logger: toSlackLogger(log),
    // The default one keeps every conversation in memory.
    convoStore: false,
    ignoreSelf: false,
    attachFunctionToken: false,
  });

  app.command(anyCommand, async ({ ack, payload, context }) => {
    const work = () => answerCommand(deps, typedCommandSchema.parse(payload));
    await ack(await attempt(context, work, textToReader));
  });

  for (const kind of ["approve", "reject"] as const) {
    onClick(actionIds[kind], (body) => askDecision(deps, kind, clickSchema.parse(body)));
    onForm(decideViewIds[kind], (submission) => takeDecision(deps, kind, submission));
  }
  for (const verdict of ["confirm", "object"] as const) {
    onClick(actionIds[verdict], (body) => askReview(deps, verdict, clickSchema.parse(body)));
    onForm(reviewViewIds[verdict], (submission) => takeReview(deps, verdict, submission));
  }
  onClick(actionIds.cancel, (body) => takeCancel(deps, clickSchema.parse(body)));
  onClick(actionIds.revert, (body) => takeRevert(deps, clickSchema.parse(body)));
  onClick(actionIds.refresh, (body) => takeRefresh(deps, clickSchema.parse(body)));
  onClick(actionIds.details, (body) => showDetails(deps, clickSchema.parse(body)));
  onClick(otherThan([...Object.values(actionIds), ...Object.values(homeActionIds)]), async () =>
    textToReader(goneButtonText),
  );

  app.event("app_home_opened", async ({ event, context }) => {
    await attempt(
      context,
      () => openHome(deps, homeOpenedSchema.parse(event)),
      () => undefined,
    );
  });
  for (const actionId of Object.values(homeActionIds)) app.action(actionId, onHomePress);

  onForm(chooseOperationId, (submission) => takeChoice(deps, submission));
  onForm(describeRequestId, (submission) => takeRequest(deps, submission));
  onForm(delegateViewId, (submission) => takeDelegation(deps, submission));
  app.view(otherThan(viewIds), async ({ ack }) => {
    await ack(updateWithNotice("Countersign does not know this form any more. Please start anew."));
  });

  app.options(/^/, async ({ ack, payload, context }) => {
    const work = () => suggestInstances(payload.action_id, payload.value);
    await ack({ options: await attempt(context, work, () => []) });
  });

  app.error(async (error) => log.error({ err: error }, "a Slack request could not be answered"));

  return app;

  /** Acknowledged first, as its answer goes another way: over the click's own response_url. */
  function onClick(actionId: string | RegExp, work: (body: unknown) => Promise<MessageToReader | undefined>) {
    app.action(actionId, async ({ ack, body, respond, context }) => {
      await ack();
      const message = await attempt(context, () => work(body), textToReader);
      if (message && hasResponseUrl(body)) await tell(respond, message, context);
    });
  }

  /** Acknowledged first, as its answer is a view of its own. */
  async function onHomePress({ ack, body, context }: SlackActionMiddlewareArgs & AllMiddlewareArgs) {
    await ack();
    await attemptQuietly(context, async () => {
      const press = homePressSchema.parse(body);
      const message = await attempt(context, () => takeHomePress(deps, press), textToReader);
      if (message) await tellInHome(deps, press, message);
    });
  }

  /** A form that came back; the home that it was opened from shows what has become of it. */
  function onForm(viewId: string, take: (submission: ViewSubmission) => Promise<ViewResponseAction>) {
    app.view(viewId, async ({ ack, body, context }) => {
      const home = homeBehind(body);
      const work = () => take(viewSubmissionSchema.parse(body));
      const answer = await attempt<ViewResponseAction>(context, work, updateWithNotice);
      await ack(answerFromHome(answer, home?.query));
      if (home && answer.response_action === "clear") {
        const shown = () => withinTime(homeMilliseconds, showHome(deps, home.userId, home.query));
        await attemptQuietly(context, shown);
      }
    });
  }

  async function tell(respond: RespondFn, message: MessageToReader, context: Context): Promise<void> {
    await attemptQuietly(context, () => respond({ ...message, replace_original: false }));
  }

  async function suggestInstances(actionId: string, typed: string): Promise<types.PlainTextOption[]> {
    if (actionId !== questions.instance) return [];
    const text = typed.trim().toLowerCase();
    return instanceOptions(await deps.inventory.search(deps.tenant, text, mostOptions), deps.policy);
  }
}

function updateWithNotice(text: string): ViewResponseAction {
  return { response_action: "update", view: noticeView(text) };
}

function hasResponseUrl(body: object): boolean {
  return "response_url" in body;
}

function otherThan(ids: readonly string[]): RegExp {
  return new RegExp(`^(?!(?:${ids.join("|")})$)`);
}
