import { z } from "zod";
import { GatewayError, NotDoneError } from "../../app/gateway-error.ts";

/** A token for calls to Teams' connector; another one than the `refused`, which was kept for too long. */
export type AccessToken = (refused?: string) => Promise<string>;

export interface BotCredentials {
  readonly appId: string;
  readonly password: string;
  /** The bot's own tenant; Bot Framework's for a bot of several. */
  readonly tenant: string;
  /** Microsoft's own when left out. */
  readonly loginUrl?: string | undefined;
}

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });

const scope = "https://api.botframework.com/.default";
const waitMilliseconds = 4000;
/** Taken anew before it ends, as a call that has it may be on its way for a while. */
const marginSeconds = 300;

/**
 * The bot's token by its password (client credentials), kept until shortly before it ends, and asked for once by many at the same
 * time. Throws a `NotDoneError` without the answer's words: they can name the password.
 */
export function makeAccessToken(
  { appId, password, tenant, loginUrl = "https://login.microsoftonline.com" }: BotCredentials,
  now: () => Date,
): AccessToken {
  let kept: { readonly token: Promise<string>; readonly until: number } | undefined;

  return async (refused) => {
    const seen = kept;
    if (refused !== undefined && seen && (await seen.token) === refused && kept === seen) kept = undefined;
    if (!kept || now().getTime() >= kept.until) {
      const asked = ask();
      const fresh = { token: asked.then(({ token }) => token), until: now().getTime() + 60_000 };
      kept = fresh;
      asked.then(
        ({ seconds }) => {
          if (kept === fresh) kept = { ...fresh, until: now().getTime() + (seconds - marginSeconds) * 1000 };
        },
        () => {
          if (kept === fresh) kept = undefined;
        },
      );
    }
    return kept.token;
  };

  async function ask(): Promise<{ readonly token: string; readonly seconds: number }> {
    const response = await fetch(`${loginUrl}/${tenant}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: appId,
        client_secret: password,
        scope,
      }),
      redirect: "error",
      signal: AbortSignal.timeout(waitMilliseconds),
    }).catch((cause: unknown) => {
      throw new NotDoneError("Microsoft's login did not answer", { cause });
    });
    if (!response.ok) throw new NotDoneError(`Microsoft's login refused the bot: ${response.status}`);
    const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
    if (!answer.success) throw new GatewayError("Microsoft's login gave no token");
    return { token: answer.data.access_token, seconds: answer.data.expires_in };
  }
}
