import { z } from "zod";
import { GatewayError, NotDoneError } from "../../app/gateway-error.ts";
import type { Secret } from "../../app/ports/secret.ts";
import { err, ok, type Result } from "../../core/result.ts";

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
 * time. A password that the login refuses is read anew. Throws a `NotDoneError` without the answer's words: they can name the password.
 */
export function makeAccessToken(
  secret: Secret<{ readonly credentials: BotCredentials }>,
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

  async function ask(): Promise<Token> {
    const known = credentialsIn(await secret.read());
    const first = await logIn(known);
    const last = !first.ok && refusals.has(first.error) ? await tryAnother(known, first) : first;
    if (!last.ok) throw new NotDoneError(`Microsoft's login refused the bot: ${last.error}`);
    return last.value;
  }

  /** With what counts now, where that is something else. */
  async function tryAnother(known: BotCredentials, refused: LogIn): Promise<LogIn> {
    const next = credentialsIn(await secret.readAnew());
    return next.password === known.password && next.appId === known.appId ? refused : logIn(next);
  }
}

/** A token, or the status with which the login refused. */
type LogIn = Result<Token, number>;

/** How the login says that id and password do not belong together. */
const refusals: ReadonlySet<number> = new Set([400, 401]);

interface Token {
  readonly token: string;
  readonly seconds: number;
}

function credentialsIn(versions: Awaited<ReturnType<Parameters<typeof makeAccessToken>[0]["read"]>>) {
  if (!versions) throw new NotDoneError("Teams' secret has no value any more");
  return versions.current.credentials;
}

async function logIn({
  appId,
  password,
  tenant,
  loginUrl = "https://login.microsoftonline.com",
}: BotCredentials): Promise<LogIn> {
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
  if (!response.ok) return err(response.status);
  const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
  if (!answer.success) throw new GatewayError("Microsoft's login gave no token");
  return ok({ token: answer.data.access_token, seconds: answer.data.expires_in });
}
