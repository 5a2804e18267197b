import type { WebClient } from "@slack/web-api";
import type { BeginDecision } from "../../app/begin-decision.ts";
import type { ChatUseCases } from "../../app/chat/chat-use-cases.ts";
import type { FindPerson } from "./find-person.ts";

export interface SlackUseCases extends ChatUseCases {
  /** Asked before the form to decide is opened: in Slack a button is for everybody. */
  readonly beginDecision: BeginDecision;
}

/** The use cases, with Slack itself to ask back. */
export interface SlackAppDependencies extends SlackUseCases {
  readonly client: WebClient;
  readonly findPerson: FindPerson;
}
