import type { Page } from "playwright-core";
import { expect } from "vitest";

/** The page of Microsoft's local client with "Act as" above it, as the people who use it see it. Everything waits until it is there. */
export interface TeamsPage {
  actAs(realName: string): Promise<void>;
  /** Opens a channel of the team. */
  openChannel(name: string): Promise<void>;
  /** Opens one's own chat with the bot. */
  openOwnChat(): Promise<void>;
  /** Writes a new post that mentions the bot. */
  say(text: string): Promise<void>;
  /** Presses a button of the latest card that has it. */
  press(button: string): Promise<void>;
  /** Fills the field of that label that stands open. */
  fill(label: string, text: string): Promise<void>;
  /** Waits until the text is on the page. */
  sees(text: string | RegExp): Promise<void>;
  /** Waits until nothing on the page has the text. */
  seesNoMore(text: string | RegExp): Promise<void>;
  /** All that is written in the conversation, line by line. */
  text(): Promise<string>;
  /** Has the next press come from somebody else than whom the page acted as when it was drawn. */
  nextPressIsOf(realName: string): Promise<void>;
  screenshot(path: string): Promise<void>;
}

export async function openTeamsPage(page: Page, url: string): Promise<TeamsPage> {
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  const client = page.frameLocator("iframe");
  const buttons = (name: string) => client.getByRole("button", { name, exact: true });
  const chosen = async (realName: string) => {
    const options = page.locator("#act-as option", { hasText: realName });
    return (await options.getAttribute("value")) ?? "";
  };
  return {
    actAs: async (realName) => {
      const acting = page.waitForResponse((response) => response.url().endsWith("/act-as"));
      await page.locator("#act-as").selectOption({ label: realName });
      await acting;
    },
    openChannel: (name) => client.getByRole("treeitem", { name: `Databases - ${name}` }).click(),
    openOwnChat: () => client.getByRole("treeitem", { name: "Personal Chat", exact: true }).click(),
    say: async (text) => {
      await client.locator("[data-lexical-editor=true]").first().click();
      const named = client.getByText("Countersign", { exact: true });
      const written = await named.count();
      await page.keyboard.type("@Coun");
      // The list of whom to mention opens over the editor, beside the names over what has been said.
      await expect.poll(() => named.count(), { timeout: 20_000 }).toBeGreaterThan(written);
      await named.last().click();
      await page.keyboard.type(` ${text}`);
      await buttons("Post").click();
    },
    press: (button) => buttons(button).last().click(),
    fill: (label, text) => client.getByLabel(label).last().fill(text),
    sees: (text) => client.getByText(text).last().waitFor(),
    seesNoMore: async (text) => {
      await expect.poll(() => client.getByText(text).count(), { timeout: 20_000 }).toBe(0);
    },
    // biome-ignore lint/performance/useDomNodeTextContent: the layout is what is tested
    text: () => client.locator("body").innerText(),
    nextPressIsOf: async (realName) => {
      const id = await chosen(realName);
      await page.route(
        "**/_conversation/v1/invoke",
        async (route) => {
          await fetch(`${url}/act-as`, {
            method: "PUT",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ id }),
          });
          await route.continue();
        },
        { times: 1 },
      );
    },
    screenshot: async (path) => void (await page.screenshot({ path })),
  };
}
