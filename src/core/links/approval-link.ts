import { z } from "zod";
import { type RequestId, requestIdSchema } from "../request.ts";
import { type RawToken, rawTokenSchema } from "./link-token.ts";

export const approvalLinkSchema = z.object({
  action: z.enum(["approve", "reject"]),
  requestId: requestIdSchema,
  token: rawTokenSchema,
});

/** What a link in a mail says. */
export interface ApprovalLink {
  readonly action: "approve" | "reject";
  readonly requestId: RequestId;
  readonly token: RawToken;
}

/** The link's address at the server with this root: "https://links.acme.example", with or without a slash at its end. */
export function approvalUrlOf(root: string, { action, requestId, token }: ApprovalLink): string {
  return `${root.replace(/\/+$/, "")}/approval?${new URLSearchParams({ action, requestId, token })}`;
}
