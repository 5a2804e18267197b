import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const workflowSchema = z.object({ endpoint: z.string(), region: z.string(), stateMachineArn: z.string() });

type ReviewWorkflowPlace = z.infer<typeof workflowSchema>;

/** Leaves in the data folder where a command in another terminal finds the workflow. */
export function writeReviewWorkflow(dataFolder: string, place: ReviewWorkflowPlace): void {
  writeFileSync(fileIn(dataFolder), `${JSON.stringify(place, undefined, 2)}\n`);
}

/** Nothing where the application was never started with this folder. */
export function findReviewWorkflow(dataFolder: string): ReviewWorkflowPlace | undefined {
  const file = fileIn(dataFolder);
  return existsSync(file) ? workflowSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, "question-review.json");
}
