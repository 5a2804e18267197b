import type { ChatPage } from "../../support/chat-page.ts";

/** The first step of the form that is open: a reboot of a staging database. */
export async function chooseReboot(chat: ChatPage): Promise<void> {
  await chat.choose("What to do", "Reboot an instance");
  await chat.choose("Which database", "staging-orders-01 · staging");
  await chat.sendForm();
}
