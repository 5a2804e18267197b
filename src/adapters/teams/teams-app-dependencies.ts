import type { ChatUseCases } from "../../app/chat/chat-use-cases.ts";
import type { ConversationStore } from "../../app/ports/conversation-store.ts";
import type { FindPerson } from "./find-person.ts";

export interface TeamsUseCases extends ChatUseCases {
  readonly conversations: ConversationStore;
}

/** The use cases, with Teams itself to ask back. */
export interface TeamsAppDependencies extends TeamsUseCases {
  readonly findPerson: FindPerson;
  /** An id that nobody has had yet. */
  readonly newFormId: () => string;
}
