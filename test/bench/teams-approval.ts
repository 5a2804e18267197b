import { cardType } from "../../src/adapters/teams/message.ts";
import { newRequestId } from "../../src/chance/new-request-id.ts";
import type { ChatApproval } from "./chat-approval.ts";
import type { OpenChat } from "./open-chat.ts";
import { approvalActivity, sendPress } from "./teams-activities.ts";
import type { SeenPost, TeamsWatch } from "./teams-watch.ts";

interface Dependencies {
  readonly submitAs: OpenChat["submitAs"];
  readonly watch: TeamsWatch;
  readonly teamsUrl: string;
}

/** An approval in Teams, by the activity that Teams sends. */
export function makeTeamsApproval({ submitAs, watch, teamsUrl }: Dependencies): ChatApproval<SeenPost> {
  return {
    ask: async () => {
      const id = newRequestId();
      const posted = watch.next(({ isNew, body }) => isNew && body.includes(id));
      const request = await submitAs(id);
      const committedAt = performance.now();
      const { at, message } = await posted;
      return { request, card: message, postedMs: at - committedAt };
    },
    approve: async (request, { shownAs }) => {
      const activity = approvalActivity(request);
      const changed = watch.next((post) => post.shownAs === shownAs && !isOpen(post));
      const pressedAt = performance.now();
      await sendPress(teamsUrl, activity, cardType);
      const answeredMs = performance.now() - pressedAt;
      const { at } = await changed;
      return { answeredMs, changedMs: at - pressedAt };
    },
  };
}

function isOpen({ body }: SeenPost): boolean {
  return body.includes("Waiting for approval");
}
