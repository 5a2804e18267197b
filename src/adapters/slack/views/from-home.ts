import type { types, ViewResponseAction } from "@slack/bolt";
import { z } from "zod";
import { type HomeQuery, homeQueryText, parseHomeQuery } from "../../../core/home/home-query.ts";

const metadataSchema = z.looseObject({ home: z.string().optional() });

const submissionSchema = z
  .object({ user: z.object({ id: z.string() }), view: z.object({ private_metadata: z.string() }) })
  .transform(({ user, view }, context) => {
    try {
      const { home } = metadataSchema.parse(JSON.parse(view.private_metadata));
      return home === undefined ? undefined : { userId: user.id, query: parseHomeQuery(home) };
    } catch {
      context.addIssue("metadata of another kind");
      return z.NEVER;
    }
  });

/** Whose home a form was opened from, and what that showed; undefined where it was opened elsewhere. */
export function homeBehind(submission: unknown) {
  return submissionSchema.safeParse(submission).data;
}

/** The form with a note of the home that it was opened from, which has to be drawn anew when it is done. */
export function fromHome(view: types.ModalView, home: HomeQuery | undefined): types.ModalView {
  if (!home) return view;
  const metadata = metadataSchema.parse(JSON.parse(view.private_metadata ?? "{}"));
  return { ...view, private_metadata: JSON.stringify({ ...metadata, home: homeQueryText(home) }) };
}

/** The answer to a form, whose next step knows the home, too. */
export function answerFromHome(answer: ViewResponseAction, home: HomeQuery | undefined): ViewResponseAction {
  return answer.response_action === "update" && answer.view.type === "modal"
    ? { ...answer, view: fromHome(answer.view, home) }
    : answer;
}
