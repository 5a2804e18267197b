import { after, around, before, calls, type KillPoint, stages } from "./kill-point.ts";

const { saves, keepsDelivery } = calls;
const { asks, isAsked, approvesLast, isApproved, runs } = stages;

/** A message, by where it goes and what it holds: the road has the conversation, and the thread in it. */
const posts = (request: RegExp) => ({ service: "teams", operation: "post", request }) as const;

const asAnswer = /is waiting for approval: /;
const inChannel = "@thread\\.tacv2";
const asCard = new RegExp(`${inChannel}/activities\\n.*"Action\\.Execute"`);
const inThread = new RegExp(`${inChannel};messageid=.*\\n.*Started\\.`);
const inOwnChat = /conversations\/a:.*\/activities\n/;

const mayComeTwice = true as const;

/** Of a staging reboot that is asked for and approved in Teams, the steps that Slack's stories do not have, in their order. */
export const teamsKillPoints: readonly KillPoint[] = [
  ...around({ ...asks, what: "the typed line is answered", ...posts(asAnswer), mayComeTwice }),
  before({ ...isAsked, what: "the card is posted", ...posts(asCard) }),
  after({ ...isAsked, what: "the card is posted", ...posts(asCard) }),
  after({ ...isAsked, what: "the card's place is noted", ...keepsDelivery(/#card".*"reference"/) }),
  after({
    ...isAsked,
    what: "the requester's own chat is opened",
    service: "teams",
    operation: "create",
    by: "marco",
  }),
  after({
    ...isAsked,
    what: "the requester's own chat is noted",
    ...keepsDelivery(/"member#.*"conversation_id":{"S"/),
    by: "priya",
  }),
  after({ ...isAsked, what: "the requester's notice is posted", ...posts(inOwnChat) }),
  before({ ...approvesLast, what: "the press is saved", ...saves("approved") }),
  after({ ...approvesLast, what: "the press is saved", ...saves("approved"), mayComeTwice }),
  ...around({ ...isApproved, what: "the card is updated", service: "teams", operation: "update" }),
  after({ ...runs, what: "a line is posted in the thread", ...posts(inThread), mayComeTwice }),
];
