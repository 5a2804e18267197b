import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { putSecret } from "../../aws/secrets-manager/put-secret.ts";
import {
  type makeSecretsManagerClient,
  readSecretVersions,
} from "../../aws/secrets-manager/secret-versions.ts";
import { type Config, required } from "../../config.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { systemClock } from "../../wiring.ts";
import { misused, refused } from "../say.ts";
import { type ChatSecret, chatSecrets } from "./chat-secret.ts";
import type { Given } from "./read-given.ts";

interface Asked {
  readonly surface: keyof typeof chatSecrets;
  readonly config: Config;
  readonly client: ReturnType<typeof makeSecretsManagerClient>;
  /** The chat is not asked, as where it cannot be reached from here. */
  readonly unchecked: boolean;
  readonly readGiven: (questions: ChatSecret["questions"]) => Promise<Given>;
}

/** Why nothing was stored, and the exit code: 2 for what is no such secret, 3 for what the chat or AWS does not take. */
interface NotStored {
  readonly text: string;
  readonly code: number;
}

/** What is stored may be of any shape by now: only what is left out of the new value is taken from it. */
const storedSchema = z.record(z.string(), z.unknown());

/**
 * Puts what was given over what is stored, has the chat try it, and stores it as the value that counts from now on. Gives what to say,
 * in which nothing of the secret is repeated.
 */
export async function putChatSecret(asked: Asked): Promise<Result<string, NotStored>> {
  const { surface, config, client } = asked;
  const secret: ChatSecret = chatSecrets[surface];
  const id = required(secret.idOf(config), `${surface.toUpperCase()}_SECRET_ID`);
  const given = await asked.readGiven(secret.questions);
  if (!given.ok) return err({ text: given.error, code: misused });
  const stored = await readSecretVersions(client, { ...systemClock, id, schema: storedSchema });
  const value = { ...stored?.current, ...given.value };
  const parsed = secret.schema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return err({ text: problems.join("\n"), code: misused });
  }
  if (isDeepStrictEqual(value, stored?.current)) return ok("That is what is stored: nothing has changed.");
  const tried = asked.unchecked ? ok("Not tried.") : await secret.tryOut(value, config);
  if (!tried.ok) return err({ text: `${tried.error} Nothing has been stored.`, code: refused });
  if (!(await putSecret(client, id, value))) {
    const text = `There is no secret ${id} here: deploy the stage first, and look at the region.`;
    return err({ text, code: refused });
  }
  return ok(`${tried.value}\n${storedText(id, config, secret)}`);
}

function storedText(id: string, { stage, secretAgeSeconds }: Config, { afterwards }: ChatSecret): string {
  return [
    `${id} is stored. No deployment is needed: the functions take it at once where the old one does not work any more, and`,
    `within ${Math.ceil(secretAgeSeconds / 60)} minutes everywhere.`,
    afterwards,
    `See that all is well: countersign doctor --stage ${stage}`,
  ].join("\n");
}
