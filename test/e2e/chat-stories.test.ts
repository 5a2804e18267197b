import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type LaunchedChat, startLaunchedChat } from "../support/launched-chat.ts";
import { severalInOneLine } from "./chat/bulk-story.ts";
import { changedSinceTheApproval } from "./chat/drift-story.ts";
import { filledInAndRefreshed } from "./chat/preflight-story.ts";
import { decidedInTheHome, madeAfterTwoApprovals, rejectedWithTheReason } from "./chat/request-story.ts";
import { scheduledAndTakenBack } from "./chat/schedule-story.ts";

let launched: LaunchedChat;

beforeAll(async () => {
  launched = await startLaunchedChat();
}, 60_000);

afterEach(() => expect(launched.problems).toEqual([]));

afterAll(() => launched?.stop(), 30_000);

/** One after the other on one application; those that leave a request open, or a database changed, come late. */
describe("on the chat page", { timeout: 120_000 }, () => {
  test("a reboot is asked for by the form, and rejected with the reason", () =>
    rejectedWithTheReason(launched));

  test("the home shows an approver what waits for them, takes their decision, and then has it among what has ended", () =>
    decidedInTheHome(launched));

  test("a reboot is asked for at a time, scheduled, and taken back before it starts", () =>
    scheduledAndTakenBack(launched));

  test("several databases are asked for in one line, approved once, and each one's end is in the thread", () =>
    severalInOneLine(launched));

  test("a card is filled in after it is posted, Refresh reads anew, and a source that fails is unknown", () =>
    filledInAndRefreshed(launched));

  test("a snapshot of production is asked for, approved by two others, made, and proven by its record", () =>
    madeAfterTwoApprovals(launched));

  test("a database that changes after the approval is left alone, approved anew with what comes along, and reverted", () =>
    changedSinceTheApproval(launched));
});
