import { chatMethods } from "./chat-methods.ts";
import { conversationMethods } from "./conversation-methods.ts";
import { SlackRefusal } from "./slack-refusal.ts";
import { userMethods } from "./user-methods.ts";
import { viewMethods } from "./view-methods.ts";
import type { WebApiMethod } from "./web-api-method.ts";
import type { Workspace } from "./workspace.ts";

const methods: ReadonlyMap<string, WebApiMethod> = new Map(
  Object.entries({ ...chatMethods, ...conversationMethods, ...userMethods, ...viewMethods }),
);

/** What the method answers, without `ok`; a refusal is thrown. */
export function callMethod(
  slack: Workspace,
  method: string,
  args: unknown,
): Readonly<Record<string, unknown>> {
  const call = methods.get(method);
  if (!call) throw new SlackRefusal("unknown_method");
  return call(slack, args);
}
