import { z } from "zod";
import { actionSchema } from "./card-actions.ts";
import { elementSchema } from "./card-elements.ts";
import { actionsOf, elementsOf, idsOf } from "./card-parts.ts";

/** People who get a view of their own refreshed without a click: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views */
const maxRefreshUsers = 60;
/** Teams draws no more actions of a card than these. */
const maxActions = 6;
/** The newest version that Teams' desktop, web and phone apps all draw. */
const versions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"] as const;

const refreshSchema = z.strictObject({
  action: z.strictObject({
    type: z.literal("Action.Execute"),
    id: z.string().optional(),
    title: z.string().optional(),
    verb: z.string().min(1),
    data: z.record(z.string(), z.unknown()).optional(),
  }),
  userIds: z
    .array(z.string().regex(/^(29:|8:)/, "the id of a user, as Teams gives it"))
    .max(maxRefreshUsers)
    .optional(),
  expires: z.iso.datetime({ offset: true }).optional(),
});

/** An Adaptive Card that Teams draws whole, after the explorer at https://adaptivecards.io and Teams' own notes. */
export const adaptiveCardSchema = z
  .strictObject({
    type: z.literal("AdaptiveCard"),
    $schema: z.string().optional(),
    version: z.enum(versions),
    body: z.array(elementSchema).optional(),
    actions: z.array(actionSchema).max(maxActions).optional(),
    refresh: refreshSchema.optional(),
    fallbackText: z.string().optional(),
    speak: z.string().optional(),
    lang: z.string().optional(),
    minHeight: z
      .string()
      .regex(/^\d+px$/)
      .optional(),
    rtl: z.boolean().optional(),
    verticalContentAlignment: z.enum(["top", "center", "bottom"]).optional(),
    msteams: z
      .strictObject({
        width: z.literal("Full").optional(),
        entities: z
          .array(
            z.strictObject({
              type: z.literal("mention"),
              text: z.string().regex(/^<at>.+<\/at>$/),
              mentioned: z.strictObject({ id: z.string().min(1), name: z.string().min(1) }),
            }),
          )
          .optional(),
      })
      .optional(),
  })
  .superRefine((card, context) => {
    const say = (message: string) => context.addIssue({ code: "custom", message });
    if ((card.body ?? []).length + (card.actions ?? []).length === 0) say("a card shows something");
    const ids = idsOf(card);
    const doubled = ids.find((id, place) => ids.indexOf(id) !== place);
    if (doubled !== undefined) say(`the id ${doubled} is there twice`);
    const actions = actionsOf(card);
    const needsUniversal =
      card.refresh !== undefined || actions.some(({ type }) => type === "Action.Execute");
    if (needsUniversal && Number(card.version) < 1.4) say("refresh and Action.Execute are of version 1.4");
    const elements = elementsOf(card);
    if (card.version < "1.5" && elements.some(({ type }) => type === "Table")) say("Table is of version 1.5");
    for (const { targetElements = [] } of actions.filter(({ type }) => type === "Action.ToggleVisibility")) {
      for (const target of targetElements) {
        const id = typeof target === "string" ? target : target.elementId;
        if (!ids.includes(id)) say(`nothing to toggle has the id ${id}`);
      }
    }
    const texts = JSON.stringify(card.body ?? []);
    for (const { text } of card.msteams?.entities ?? []) {
      if (!texts.includes(JSON.stringify(text).slice(1, -1))) say(`${text} is mentioned, but in no text`);
    }
  });

export type AdaptiveCard = z.infer<typeof adaptiveCardSchema>;
