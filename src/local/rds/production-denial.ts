import type { Session } from "../sts/session-token.ts";
import { arnOf, type World } from "./world.ts";

/** As infra/roles/operator.yml has them; IAM tells neither keys nor, there, values apart by their case. */
const environmentTags: readonly string[] = ["environment", "env", "stage"];
const productionValues: readonly string[] = ["production", "prod", "prd", "live"];

/** Whether the operator role denies the resource: it is tagged as production, and the session is for another environment. */
export function isDeniedAsProduction({ tags }: Session, arn: string, world: World): boolean {
  return tags["countersign:environment"] !== "production" && isTaggedAsProduction(arn, world);
}

function isTaggedAsProduction(arn: string, { instances, snapshots, place }: World): boolean {
  const named = [
    ...instances.filter(({ id }) => arnOf("db", id, place) === arn),
    ...snapshots.filter(({ id }) => arnOf("snapshot", id, place) === arn),
  ];
  return named
    .flatMap(({ tags }) => tags)
    .some(
      ({ key, value }) =>
        environmentTags.includes(key.toLowerCase()) && productionValues.includes(value.toLowerCase()),
    );
}
