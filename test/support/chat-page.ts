import type { Page } from "playwright-core";

/** local-slack's page, as the people who use it see it. Everything waits until it is there. */
export interface ChatPage {
  actAs(realName: string): Promise<void>;
  openChannel(name: string): Promise<void>;
  /** Comes to the home of the app. */
  openHome(): Promise<void>;
  /** Presses the home's first button of that name, or the first one below the text. */
  pressInHome(button: string, below?: string): Promise<void>;
  /** Chooses in the home's menu that has this option. */
  chooseInHome(option: string): Promise<void>;
  /** Waits until the home shows the text. */
  homeShows(text: string | RegExp): Promise<void>;
  say(text: string): Promise<void>;
  /** Presses a button of the latest card. */
  press(button: "Approve" | "Reject" | "Cancel request" | "Revert" | "Refresh"): Promise<void>;
  /** Chooses in the open form's menu that shows this placeholder. */
  choose(placeholder: string, option: string): Promise<void>;
  /** Fills the open form's field of that label. */
  fill(label: string, text: string): Promise<void>;
  /** Fills the open form's field for a reason or comment, if one is given, and sends the form. */
  sendForm(text?: string): Promise<void>;
  /** Puts the open form away. */
  closeForm(): Promise<void>;
  /** Waits until the text is on the page. */
  sees(text: string | RegExp): Promise<void>;
  /** Waits until the latest card shows the text. */
  cardShows(text: string | RegExp): Promise<void>;
  /** Where the latest link of these words leads. */
  linkOf(words: string): Promise<string>;
  openThread(): Promise<void>;
  /** What the thread's replies say, in their order. */
  replies(): Promise<readonly string[]>;
  textOf(part: "card" | "form"): Promise<string>;
}

/** Of the field in which people say why. */
const reasonLabel = /Comment|Reason|Why it is needed/;

/** Opens the page at the address. */
export async function openChatPage(page: Page, url: string): Promise<ChatPage> {
  page.setDefaultTimeout(30_000);
  await page.goto(url);
  await page.locator(".sidebar-item").first().waitFor();
  const card = page.locator(".main .msg", { has: page.locator(".bk-header") }).last();
  const form = page.locator(".modal");
  const home = page.locator(".home");
  const fieldOf = (label: string | RegExp) =>
    form.locator(".bk-input", { hasText: label }).locator("input, textarea").first();
  return {
    actAs: async (realName) => {
      await page.locator("label.actas select").selectOption({ label: realName });
    },
    openChannel: (name) => page.locator(".sidebar-item", { hasText: name }).first().click(),
    openHome: () => page.locator(".sidebar-item", { hasText: "Countersign" }).last().click(),
    pressInHome: async (button, below) => {
      const blocks = below === undefined ? home : home.locator(".bk-section", { hasText: below }).first();
      const place = below === undefined ? blocks : blocks.locator("xpath=following-sibling::*");
      await place.locator(".bk-button", { hasText: button }).first().click();
    },
    chooseInHome: async (option) => {
      const menu = home.locator("select", { has: page.locator("option", { hasText: option }) });
      await menu.first().selectOption({ label: option });
    },
    homeShows: (text) => home.getByText(text).first().waitFor(),
    say: async (text) => {
      await page.locator(".composer-input").first().fill(text);
      await page.locator(".composer-send").first().click();
    },
    press: (button) => card.locator(".bk-button", { hasText: button }).click(),
    choose: async (placeholder, option) => {
      const menu = form.locator("select", { has: page.locator("option", { hasText: placeholder }) });
      await menu.selectOption({ label: option });
    },
    fill: (label, text) => fieldOf(label).fill(text),
    sendForm: async (text) => {
      await form.waitFor();
      if (text !== undefined) await fieldOf(reasonLabel).fill(text);
      await form.locator(".modal-btn.primary").click();
    },
    closeForm: () => form.locator(".modal-btn:not(.primary)").first().click(),
    sees: (text) => page.getByText(text).last().waitFor(),
    cardShows: (text) => card.getByText(text).last().waitFor(),
    linkOf: async (words) =>
      (await page.getByRole("link", { name: words }).last().getAttribute("href")) ?? "",
    openThread: () => page.locator(".thread-summary").last().click(),
    replies: () => page.locator(".thread-pane .msg:not(:first-child) .blocks").allInnerTexts(),
    // What a person reads, line by line: the text content has no line breaks.
    // biome-ignore lint/performance/useDomNodeTextContent: the layout is what is tested
    textOf: (part) => (part === "card" ? card : form).innerText(),
  };
}
