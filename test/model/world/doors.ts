import { actionIds } from "../../../src/adapters/slack/render-card.ts";
import type { RequestId } from "../../../src/core/request.ts";
import type { Name } from "./model-policy.ts";
import type { People } from "./people.ts";

interface Deciding {
  readonly by: Name;
  readonly decision: "approve" | "reject";
  readonly comment: string;
  /** In Slack: whether the form is left open for later. */
  readonly waits: boolean;
}

/** What the person was told; nothing where they saw nothing to decide, or no word of the outcome. */
export type Outcome = "accepted" | "refused" | undefined;

type Door = (people: People, id: RequestId, deciding: Deciding) => Promise<Outcome>;

/** How one person decides at each door, by what they see there. */
export const doors: Readonly<Record<"slack" | "teams" | "email" | "api", Door>> = {
  slack: async ({ slack }, id, deciding) => {
    const { by, decision, waits } = deciding;
    const submit = async (viewId: string): Promise<Outcome> => {
      const { json } = await slack.submit(by, viewId, reasonOf(deciding));
      return json?.response_action === "clear" ? "accepted" : "refused";
    };
    const opened = slack.formOf(by, id);
    if (opened) return submit(opened.id);
    const card = slack.cardOf(id);
    if (!card || !JSON.stringify([card.blocks, card.earlierBlocks]).includes(actionIds[decision]))
      return undefined;
    await slack.click(by, card, actionIds[decision], id);
    const form = slack.formOf(by, id);
    // Without one they were told why not, or that it took too long.
    return !form || waits ? undefined : submit(form.id);
  },
  teams: async ({ teams }, id, deciding) => {
    const { by, decision } = deciding;
    const comment = reasonOf(deciding);
    const input = decision === "approve" ? "approve_comment" : "reject_reason";
    await teams.press(by, id, `request_${decision}`, comment === "" ? {} : { [input]: comment });
    return undefined;
  },
  email: async ({ links }, id, { by, decision, comment }) => {
    const link = links.linkOf(by, id, decision);
    if (!link) return undefined;
    const page = (await links.open(link)).body;
    const fields = page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
    const hidden = Object.fromEntries([...fields].map(([, name = "", value = ""]) => [name, value]));
    if (hidden.token === undefined) return "refused";
    return outcomeOf(await links.send({ ...hidden, ending: "ders", comment }));
  },
  api: async ({ api }, id, { by, decision, comment }) => {
    const body = decision === "approve" ? { comments: comment } : { reason: comment };
    return outcomeOf(await api.post(`/api/v1/policy/requests/${id}/${decision}`, by, body));
  },
};

/** Of 500 and above nobody can say what became of it. */
export function outcomeOf({ status }: { readonly status: number }): Outcome {
  if (status >= 500) return undefined;
  return status < 300 ? "accepted" : "refused";
}

/** The forms of the chats send no rejection without one. */
function reasonOf({ decision, comment }: Deciding): string {
  return decision === "reject" && comment === "" ? "not now" : comment;
}
