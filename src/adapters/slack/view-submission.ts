import { z } from "zod";
import { readJson } from "../../core/read-json.ts";

const stateSchema = z.record(
  z.string(),
  z.record(
    z.string(),
    z.looseObject({
      value: z.string().nullish(),
      selected_user: z.string().nullish(),
      selected_date: z.string().nullish(),
      selected_option: z.looseObject({ value: z.string() }).nullish(),
    }),
  ),
);

/** A form that came back: who sent it, by the signed envelope, and what it holds. */
export const viewSubmissionSchema = z
  .object({
    user: z.object({ id: z.string() }),
    team: z.object({ id: z.string() }).nullish(),
    view: z.object({
      id: z.string(),
      team_id: z.string().default(""),
      private_metadata: z.string().default(""),
      state: z.object({ values: stateSchema }),
    }),
  })
  .transform(({ user, team, view }) => ({
    userId: user.id,
    teamId: team?.id ?? view.team_id,
    viewId: view.id,
    metadata: view.private_metadata,
    /** What was entered or chosen in the block's one element; empty when nothing was. */
    entered: (blockId: string) => {
      const [state] = Object.values(view.state.values[blockId] ?? {});
      const chosen = state?.selected_option?.value ?? state?.selected_user ?? state?.selected_date;
      return (state?.value ?? chosen ?? "").trim();
    },
  }));

export type ViewSubmission = z.infer<typeof viewSubmissionSchema>;

/** What the form was opened with, as Slack hands it back. Throws when it is not what was given. */
export function parseMetadata<Metadata>(schema: z.ZodType<Metadata>, { metadata }: ViewSubmission): Metadata {
  return schema.parse(readJson(metadata));
}
