import fc from "fast-check";
import type { ApprovalLink } from "../../../src/core/links/approval-link.ts";
import { hostileTexts } from "./hostile-values.ts";

/** What an attacker may know: a good link, one to another request, their page's form tokens, and how the name ends. */
export interface Loot {
  readonly link: ApprovalLink;
  readonly foreign: ApprovalLink;
  readonly formToken: string;
  readonly foreignFormToken: string;
  readonly ending: string;
}

export interface HostileCall {
  readonly method: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const noise = fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.constantFrom(...hostileTexts));

/** The token wrong, foreign, cut, doubled or written another way. Never as it is. */
function spoiltToken({ link: { token }, foreign }: Loot): fc.Arbitrary<string> {
  const bytes = Buffer.from(token, "base64url");
  const lastOf = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const others = [...lastOf].map((last) => token.slice(0, -1) + last);
  return fc
    .oneof(
      noise,
      fc.constantFrom(
        foreign.token,
        token + token,
        `${token}=`,
        `${token}%00`,
        ` ${token}`,
        `${token}\n`,
        bytes.toString("base64"),
        bytes.toString("hex"),
        bytes.toString("latin1"),
        encodeURIComponent(encodeURIComponent(`${token}/`)),
        token.toUpperCase(),
        token.normalize("NFD").split("").reverse().join(""),
        ...others,
      ),
      fc.nat(42).map((length) => token.slice(0, length)),
      fc
        .uint8Array({ minLength: 32, maxLength: 32 })
        .map((random) => Buffer.from(random).toString("base64url")),
    )
    .filter((spoilt) => spoilt !== token);
}

/** Fields of which at least one is not as it must be. */
function spoiltFields(loot: Loot): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const { link, formToken, foreignFormToken, ending } = loot;
  const good = { ...link, form: formToken, ending, comment: "why" };
  const spoil = (name: keyof typeof good) => (value: string) =>
    Object.entries({ ...good, [name]: value }).map(([key, one]) => [key, one] as const);
  return fc.oneof(
    { weight: 4, arbitrary: spoiltToken(loot).map(spoil("token")) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("", "cancel", "APPROVE", "approve ", "__proto__").map(spoil("action")),
    },
    {
      weight: 2,
      arbitrary: fc
        .oneof(noise, fc.constantFrom(loot.foreign.requestId, "req-0000000000", "correlation#acme", "turn#x"))
        .map(spoil("requestId")),
    },
    {
      weight: 2,
      arbitrary: fc
        .oneof(
          noise,
          fc.constantFrom("", foreignFormToken, `${formToken}=`, formToken.replace(/^\d+/, "99999999999")),
        )
        .map(spoil("form")),
    },
    { weight: 1, arbitrary: fc.constantFrom("", " ", "\t\n", "\u00a0").map(spoil("ending")) },
    // A field twice, a field missing.
    fc.constantFrom("action", "requestId", "token", "form", "ending").chain((name) =>
      fc.constantFrom(
        [...spoil("comment")("why"), [name, "x"] as const],
        spoil("comment")("why").filter(([key]) => key !== name),
      ),
    ),
  );
}

const contentTypes = fc.constantFrom(
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=utf-8",
  "application/x-www-form-urlencoded; charset=utf-16",
  "APPLICATION/X-WWW-FORM-URLENCODED",
  "text/plain",
  "application/json",
  "multipart/form-data; boundary=--x",
  "",
);

/** A call that decides nothing if the links are as they should be. Good links are opened too; that must change nothing. */
export function hostileCall(loot: Loot): fc.Arbitrary<HostileCall> {
  const asQuery = (fields: readonly (readonly [string, string])[]) =>
    new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
  const query = fc.oneof(
    spoiltFields(loot).map(asQuery),
    fc.constant(asQuery(Object.entries(loot.link))),
    fc.constantFrom("", "%", "%zz=%", "action=%ff%fe", "a&&&=&token", "token[]=1", "\u00e9"),
  );
  const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND");
  const body = fc.oneof(
    { weight: 6, arbitrary: spoiltFields(loot).map((fields) => Buffer.from(asQuery(fields))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.constant(Buffer.from(`comment=${"%F0%9F%92%BE".repeat(3000)}`)) },
    {
      weight: 1,
      arbitrary: spoiltFields(loot).map((fields) => Buffer.from(asQuery(fields), "utf16le")),
    },
  );
  return fc
    .record({ method: fc.oneof(fc.constant("POST"), method), query, body, type: contentTypes })
    .map(({ method: chosen, query: asked, body: sent, type }) => ({
      method: chosen,
      query: asked,
      headers: type === "" ? {} : { "content-type": type },
      body: chosen === "GET" || chosen === "HEAD" ? Buffer.alloc(0) : sent,
    }));
}
