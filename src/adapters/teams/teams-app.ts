import { defectText, goneButtonText } from "../../app/chat/chat-texts.ts";
import { GatewayError } from "../../app/gateway-error.ts";
import { wholeHome } from "../../core/home/home-query.ts";
import { type Answer, choicesAnswer, foundNothingAnswer, noticeAnswer, textAnswer } from "./answer.ts";
import { homeButton, homeVerbs, openFormButton } from "./cards/buttons.ts";
import { textMessage } from "./cards/render-lines.ts";
import type { Connector } from "./connector.ts";
import { answerMessage, type ToReader } from "./listeners/answer-message.ts";
import { findRequests } from "./listeners/find-requests.ts";
import { takeAction } from "./listeners/take-action.ts";
import { openForm, suggestInstances, takeForm } from "./listeners/take-form.ts";
import type { Message } from "./message.ts";
import { type Sender, senderOf, type TeamsActivity } from "./read-activity.ts";
import type { RememberConversation } from "./remember-conversation.ts";
import type { TeamsAppDependencies } from "./teams-app-dependencies.ts";
import type { TeamsLog } from "./teams-log.ts";

export interface TeamsAppOptions extends TeamsAppDependencies {
  readonly connector: Pick<Connector, "post" | "openPersonal">;
  readonly remember: RememberConversation;
  readonly log: TeamsLog;
}

/** Takes one admitted activity, and gives the answer of an invoke. */
export type TeamsApp = (activity: TeamsActivity, traceId: string) => Promise<Answer | undefined>;

const welcomeText =
  "Countersign asks the right people before anyone changes a database, and then makes the change. Type help, or begin with the form. Your home shows what waits for you.";

const openHomeButton = homeButton("Open home", homeVerbs.show, wholeHome);

const aloneText =
  "That is for you alone, and I cannot write to you alone yet: add Countersign in Teams, and ask in your chat with it.";

/**
 * Countersign's listeners. Each does its look-ups and one write, answers, and leaves the rest to events. A listener that fails
 * tells the person which id to give to the operators.
 */
export function makeTeamsApp({ connector, remember, log, ...given }: TeamsAppOptions): TeamsApp {
  const deps: TeamsAppDependencies = {
    ...given,
    findPerson: async (sender) => {
      const found = await given.findPerson(sender);
      if (found.ok) await attemptQuietly(() => remember.member(sender, found.value.id));
      return found;
    },
  };

  return async (activity, traceId) => {
    const sender = senderOf(activity);
    switch (activity.type) {
      case "message":
        await attemptQuietly(() => remember.conversation(activity));
        await takeMessage(sender, activity, traceId);
        return undefined;
      case "invoke":
        return answerInvoke(sender, activity, traceId);
      case "installationUpdate":
        await remember.conversation(activity);
        if (activity.action === "add" && sender.isPersonal) await welcome(sender);
        return undefined;
      case "conversationUpdate":
        await remember.conversation(activity);
        return undefined;
      default:
        return undefined;
    }
  };

  async function takeMessage(sender: Sender, activity: TeamsActivity, traceId: string): Promise<void> {
    const apology = (text: string): ToReader => ({ message: textMessage(text), isPrivate: false });
    const { message, isPrivate } = await attempt(
      traceId,
      () => answerMessage(deps, sender, activity),
      apology,
    );
    const place = { serviceUrl: sender.serviceUrl, conversationId: activity.conversation.id };
    const isForOneOfMany = isPrivate && !sender.isPersonal;
    const outcome = isForOneOfMany ? await tellAlone(sender, message) : await connector.post(place, message);
    // Who has not added the bot cannot be written to alone, and would wait for an answer.
    if (!outcome.ok && isForOneOfMany) await connector.post(place, textMessage(aloneText));
    if (!outcome.ok)
      log.warn({ trace_id: traceId, code: outcome.error.code }, "an answer was not taken by Teams");
  }

  async function tellAlone({ serviceUrl, userId, botId, tenantId }: Sender, message: Message) {
    const own = await connector.openPersonal(serviceUrl, userId, { botId, tenantId });
    return own.ok ? connector.post({ serviceUrl, conversationId: own.value.id }, message) : own;
  }

  /** Whoever adds the bot for themselves can be written to from now on. */
  async function welcome(sender: Sender): Promise<void> {
    const { serviceUrl, conversationId } = sender;
    await attemptQuietly(() => deps.findPerson(sender));
    await attemptQuietly(() =>
      connector.post(
        { serviceUrl, conversationId },
        textMessage(welcomeText, [openFormButton, openHomeButton]),
      ),
    );
  }

  async function answerInvoke(
    sender: Sender,
    { name, value, id = deps.newFormId(), replyToId, ...activity }: TeamsActivity,
    traceId: string,
  ): Promise<Answer> {
    switch (name) {
      case "adaptiveCard/action":
        return attempt(
          traceId,
          () => takeAction(deps, sender, value, `${replyToId ?? ""}#${id}`),
          textAnswer,
        );
      case "task/fetch":
      case "composeExtension/fetchTask":
        return attempt(traceId, () => openForm(deps, sender, value), noticeAnswer);
      case "task/submit":
      case "composeExtension/submitAction":
        return attempt(traceId, () => takeForm(deps, sender, value), noticeAnswer);
      case "application/search":
        return attempt(
          traceId,
          () => suggestInstances(deps, sender, value),
          () => choicesAnswer([]),
        );
      case "composeExtension/query":
        return attempt(traceId, () => findRequests(deps, sender, value), foundNothingAnswer);
      default:
        log.warn({ trace_id: traceId, name, type: activity.type }, "an invoke that nobody listens to");
        return textAnswer(goneButtonText);
    }
  }

  async function attempt<Told>(
    traceId: string,
    work: () => Promise<Told>,
    apology: (text: string) => Told,
  ): Promise<Told> {
    try {
      return await work();
    } catch (error) {
      log.error({ trace_id: traceId, err: error }, "a Teams listener failed");
      return apology(defectText(traceId));
    }
  }

  /** What is not what the person asked for does not stop it. */
  async function attemptQuietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      log.warn({ err: error }, "not done beside what Teams asked for");
    }
  }
}
