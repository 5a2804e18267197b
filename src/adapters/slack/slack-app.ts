import { App, type Context, type Receiver, type RespondFn, type types } from "@slack/bolt";
import { z } from "zod";
import { defectText, goneButtonText } from "../../app/chat-texts.ts";
import { questions } from "../../app/form/questions.ts";
import { makeFindPerson } from "./find-person.ts";
import { answerCommand, typedCommandSchema } from "./listeners/answer-command.ts";
import { showDetails } from "./listeners/show-details.ts";
import { askDecision, clickSchema, takeCancel, takeDecision } from "./listeners/take-decision.ts";
import { takeDelegation } from "./listeners/take-delegation.ts";
import { takeChoice, takeRequest } from "./listeners/take-form.ts";
import { takeRefresh } from "./listeners/take-refresh.ts";
import { takeRevert } from "./listeners/take-revert.ts";
import { askReview, takeReview } from "./listeners/take-review.ts";
import { type MessageToReader, textToReader } from "./message-to-reader.ts";
import { actionIds } from "./render-card.ts";
import type { SlackAppDependencies, SlackUseCases } from "./slack-app-dependencies.ts";
import { makeSlackClient, type SlackAccess, slackClientOptions } from "./slack-client.ts";
import { toSlackLogger } from "./slack-log.ts";
import { viewSubmissionSchema } from "./view-submission.ts";
import { chooseOperationId, instanceOptions, mostOptions } from "./views/choose-operation.ts";
import { decideViewIds } from "./views/decide-request.ts";
import { delegateViewId } from "./views/delegate-decisions.ts";
import { describeRequestId } from "./views/describe-request.ts";
import { noticeView } from "./views/notice.ts";
import { reviewViewIds } from "./views/review-emergency.ts";

export interface SlackAppOptions extends SlackUseCases, SlackAccess {
  /** The slash command it answers to; `/rds-request` when left out. */
  readonly command?: string | undefined;
}

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
  const { botToken, log, command = "/rds-request" } = options;
  const client = makeSlackClient(options);
  const deps: SlackAppDependencies = {
    ...options,
    client,
    findPerson: makeFindPerson({ ...options, client }),
  };
  const app = new App({
    receiver,
    // A token given as such is checked by auth.test at every request.
    authorize: async () => ({ botToken }),
    clientOptions: slackClientOptions(options),
    logger: toSlackLogger(log),
    // The default one keeps every conversation in memory.
    convoStore: false,
    ignoreSelf: false,
    attachFunctionToken: false,
  });

  app.command(command, async ({ ack, payload, context }) => {
    const work = () => answerCommand(deps, typedCommandSchema.parse(payload));
    await ack(await attempt(context, work, textToReader));
  });

  for (const kind of ["approve", "reject"] as const) {
    onClick(actionIds[kind], (body) => askDecision(deps, kind, clickSchema.parse(body)));
    app.view(decideViewIds[kind], async ({ ack, body, context }) => {
      const work = () => takeDecision(deps, kind, viewSubmissionSchema.parse(body));
      await ack(await attempt(context, work, updateWithNotice));
    });
  }
  for (const verdict of ["confirm", "object"] as const) {
    onClick(actionIds[verdict], (body) => askReview(deps, verdict, clickSchema.parse(body)));
    app.view(reviewViewIds[verdict], async ({ ack, body, context }) => {
      const work = () => takeReview(deps, verdict, viewSubmissionSchema.parse(body));
      await ack(await attempt(context, work, updateWithNotice));
    });
  }
  onClick(actionIds.cancel, (body) => takeCancel(deps, clickSchema.parse(body)));
  onClick(actionIds.revert, (body) => takeRevert(deps, clickSchema.parse(body)));
  onClick(actionIds.refresh, (body) => takeRefresh(deps, clickSchema.parse(body)));
  onClick(actionIds.details, (body) => showDetails(deps, clickSchema.parse(body)));
  onClick(otherThan(Object.values(actionIds)), async () => textToReader(goneButtonText));

  app.view(chooseOperationId, async ({ ack, body, context }) => {
    const work = () => takeChoice(deps, viewSubmissionSchema.parse(body));
    await ack(await attempt(context, work, updateWithNotice));
  });
  app.view(describeRequestId, async ({ ack, body, context }) => {
    const work = () => takeRequest(deps, viewSubmissionSchema.parse(body));
    await ack(await attempt(context, work, updateWithNotice));
  });
  app.view(delegateViewId, async ({ ack, body, context }) => {
    const work = () => takeDelegation(deps, viewSubmissionSchema.parse(body));
    await ack(await attempt(context, work, updateWithNotice));
  });
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

  async function tell(respond: RespondFn, message: MessageToReader, context: Context): Promise<void> {
    try {
      await respond({ ...message, replace_original: false });
    } catch (error) {
      log.warn({ trace_id: traceIdOf(context), err: error }, "an answer to a click was not taken");
    }
  }

  async function suggestInstances(actionId: string, typed: string): Promise<types.PlainTextOption[]> {
    if (actionId !== questions.instance) return [];
    const text = typed.trim().toLowerCase();
    return instanceOptions(await deps.inventory.search(deps.tenant, text, mostOptions), deps.policy);
  }

  async function attempt<Answer>(
    context: Context,
    work: () => Promise<Answer>,
    apology: (text: string) => Answer,
  ): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      const traceId = traceIdOf(context);
      log.error({ trace_id: traceId, err: error }, "a Slack listener failed");
      return apology(defectText(traceId));
    }
  }
}

function updateWithNotice(text: string) {
  return { response_action: "update", view: noticeView(text) } as const;
}

/** The receiver tells it: the id of the HTTP request, or of the envelope. */
function traceIdOf({ traceId }: Context): string {
  return z.string().catch("unknown").parse(traceId);
}

function hasResponseUrl(body: object): boolean {
  return "response_url" in body;
}

function otherThan(ids: readonly string[]): RegExp {
  return new RegExp(`^(?!(?:${ids.join("|")})$)`);
}
