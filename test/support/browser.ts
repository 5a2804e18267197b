import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

// Pages without WebGL need no graphics card to be played by the processor, which costs more than all else that they do.
chromium.setGraphicsMode = false;

/** A headless Chromium that came with npm: nothing has to be installed by hand. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  });
}
