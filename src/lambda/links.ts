import { makeLinksHandler } from "../adapters/links/links-handler.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { wireLinks } from "../wiring.ts";

const config = readConfig();

/** The links in mails: the page that one shows, and the decision that it sends. */
export const handler = makeLinksHandler({ ...wireLinks(config), log: makeLog(config.log, "links") });
