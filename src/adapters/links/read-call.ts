import { z } from "zod";
import { type ApprovalLink, approvalLinkSchema } from "../../core/links/approval-link.ts";
import type { LimitWords } from "../../core/timing/parse-limits.ts";

/** A call as API Gateway's HTTP API hands it over, payload format 2.0. */
export const callSchema = z.object({
  rawQueryString: z.string().default(""),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({ requestId: z.string(), http: z.object({ method: z.string() }) }),
});

export type Call = z.infer<typeof callSchema>;

/** The longest comment in the widest letters has 18 KB as a form. */
const mostBodyBytes = 32 * 1024;

export type ReadForm =
  | { readonly kind: "too-long" | "no-form" | "no-link" }
  | {
      readonly kind: "form";
      readonly link: ApprovalLink;
      readonly formToken: string;
      readonly typed: string;
      readonly comment: string;
      readonly limits: LimitWords;
    };

/** What the address says; nothing when it is no link of ours, or says something twice. */
export function readLink({ rawQueryString }: Call): ApprovalLink | undefined {
  return linkIn(new URLSearchParams(rawQueryString));
}

export function readForm({ headers, body, isBase64Encoded }: Call): ReadForm {
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > mostBodyBytes) return { kind: "too-long" };
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return { kind: "no-form" };
  const fields = new URLSearchParams(bytes.toString("utf8"));
  const link = linkIn(fields);
  if (!link) return { kind: "no-link" };
  return {
    kind: "form",
    link,
    formToken: only(fields, "form") ?? "",
    typed: only(fields, "ending") ?? "",
    comment: (only(fields, "comment") ?? "").replaceAll("\r\n", "\n"),
    limits: {
      notBefore: only(fields, "not_before"),
      notAfter: only(fields, "not_after"),
      window: only(fields, "window"),
    },
  };
}

function linkIn(fields: URLSearchParams): ApprovalLink | undefined {
  const named = {
    action: only(fields, "action"),
    requestId: only(fields, "requestId"),
    token: only(fields, "token"),
  };
  return approvalLinkSchema.safeParse(named).data;
}

function only(fields: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = fields.getAll(name);
  return more.length === 0 ? value : undefined;
}
