import { z } from "zod";
import { listOpen, listOwn, summaryText } from "../../../app/chat/chat-lists.ts";
import { cardOf } from "../../../core/card.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { type ApprovalRequest, requestIdSchema } from "../../../core/request.ts";
import { shortened, statusWords } from "../../../core/texts.ts";
import { type Answer, foundAnswer, foundNothingAnswer } from "../answer.ts";
import { sharedView } from "../cards/card-view.ts";
import { renderCard } from "../cards/render-card.ts";
import type { Sender } from "../read-activity.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";

const querySchema = z.object({
  parameters: z.array(z.object({ name: z.string(), value: z.unknown() })).default([]),
});

/** Each is read whole for its card. */
const mostFound = 8;

/** The message extension's search: by id, or among what waits and what the reader has asked for; to insert its card. */
export async function findRequests(
  deps: TeamsAppDependencies,
  sender: Sender,
  value: unknown,
): Promise<Answer> {
  const person = await deps.findPerson(sender);
  if (!person.ok) return foundNothingAnswer(refusalText(person.error));
  const { parameters = [] } = querySchema.safeParse(value).data ?? {};
  const typed = parameters.find(({ name }) => name !== "initialRun")?.value;
  const text = z.string().catch("").parse(typed).trim().toLowerCase();

  const id = requestIdSchema.safeParse(text);
  if (id.success) {
    const request = await deps.requests.find(id.data);
    return request ? show([request]) : foundNothingAnswer(`There is no request ${id.data}.`);
  }
  const lists = await Promise.all([listOpen(deps), listOwn(deps, person.value)]);
  const matching = lists
    .flatMap(({ summaries }) => summaries)
    .filter((one) => `${one.id} ${summaryText(one)} ${one.requestedBy}`.toLowerCase().includes(text))
    .map((one) => one.id);
  const ids = [...new Set(matching)].slice(0, mostFound);
  const found = await Promise.all(ids.map((one) => deps.requests.find(one)));
  return show(found.filter((one) => one !== undefined));

  function show(requests: readonly ApprovalRequest[]): Answer {
    if (requests.length === 0)
      return foundNothingAnswer("No request matches. Type an id, a name or an operation.");
    return foundAnswer(
      requests.map((request) => {
        const card = cardOf(request, deps.now());
        return {
          title: escapeHtml(shortened(request.description.title, 100)),
          text: escapeHtml(`${request.id} · ${statusWords[request.status]}`),
          // Nobody changes what somebody else has posted: so it offers to fetch what is true by then.
          card: renderCard(card, sharedView(card, [])),
        };
      }),
    );
  }
}

/** Thumbnails read HTML. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
