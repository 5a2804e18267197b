import { ForbiddenAddressError } from "./resolve-address.ts";

/** What operators read; nothing that a receiver says in words of its own gets in here. */
const texts: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut before the answer",
  EPIPE: "the connection was cut before the answer",
  ENOTFOUND: "the host's name is not known",
  EAI_AGAIN: "the host's name could not be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the host cannot be reached",
  ETIMEDOUT: "the host cannot be reached",
  CERT_HAS_EXPIRED: "its TLS certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its TLS certificate is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its TLS certificate is not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "its TLS certificate is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its TLS certificate is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its TLS certificate is not trusted",
  HPE_HEADER_OVERFLOW: "its answer's headers are too long",
};

export function whyNotSent(error: unknown, isLate: boolean): string {
  if (isLate) return "no answer in time";
  if (error instanceof ForbiddenAddressError) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const text = Object.hasOwn(texts, code) ? texts[code] : undefined;
  if (text !== undefined) return text;
  if (code.startsWith("HPE_")) return "its answer is not HTTP";
  return code === "" ? "it could not be sent" : `it could not be sent (${code})`;
}
