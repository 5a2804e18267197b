import { z } from "zod";
import { accountIdSchema } from "./account-id.ts";

const regionSchema = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region looks like "eu-central-1"');

const roleSchema = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    'a role looks like "arn:aws:iam::123456789012:role/countersign-reader"',
  );

const accountSchema = z.strictObject({
  id: accountIdSchema,
  /** What people call it. */
  name: z.string().min(1).max(30, "30 characters at most, so that it fits a menu").exactOptional(),
  regions: z.array(regionSchema).min(1, "name a region at least"),
  /** Left out, both of them, for the account that the tool runs in. */
  reader_role: roleSchema.exactOptional(),
  operator_role: roleSchema.exactOptional(),
  /** The rules of AssumeRole's ExternalId. Left out, it is the one of the tool's environment. */
  external_id: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "2 to 1224 letters, digits and +=,.@:/-")
    .exactOptional(),
});

export type Account = Readonly<z.infer<typeof accountSchema>>;

/** Where databases are, besides or instead of the place that the tool runs in: the whole list, or none for just that place. */
export const accountsSchema = z.array(accountSchema).superRefine((accounts, context) => {
  const issue = (message: string, ...path: PropertyKey[]) =>
    context.addIssue({ code: "custom", message, path });
  let hasOwn = false;
  for (const [index, { id, regions, reader_role, operator_role }] of accounts.entries()) {
    if (accounts.findIndex((other) => other.id === id) !== index) issue(`${id} is listed twice`, index, "id");
    for (const [at, region] of regions.entries()) {
      if (regions.indexOf(region) !== at) issue(`${region} is listed twice`, index, "regions", at);
    }
    for (const [key, role] of Object.entries({ reader_role, operator_role })) {
      if (role && role.split(":")[4] !== id) issue(`this role is not of the account ${id}`, index, key);
    }
    if (reader_role && !operator_role) issue("needs an operator_role as well", index, "reader_role");
    if (operator_role && !reader_role) issue("needs a reader_role as well", index, "operator_role");
    if (reader_role || operator_role) continue;
    if (hasOwn) issue("only the account that the tool runs in has no roles", index, "id");
    hasOwn = true;
  }
});

/** Every account and region where databases are; none where the policy lists none. */
export function placesOf(accounts: readonly Account[]): readonly { account: string; region: string }[] {
  return accounts.flatMap(({ id, regions }) => regions.map((region) => ({ account: id, region })));
}

/** The account and region as people tell them apart; nothing where there is only one place. */
export function findPlaceText(
  accounts: readonly Account[],
  { account, region }: { readonly account: string; readonly region: string },
): string | undefined {
  if (placesOf(accounts).length < 2) return undefined;
  const name = accounts.find(({ id }) => id === account)?.name;
  return `${name === undefined ? account : `${name} (${account})`}, ${region}`;
}
