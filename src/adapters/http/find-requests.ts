import type { Context } from "hono";
import { findNamed } from "../../app/find-named.ts";
import { InvalidCursorError } from "../../app/invalid-cursor-error.ts";
import type { PageQuery, RequestFilter } from "../../app/ports/request-store.ts";
import type { ApiDependencies, ApiEnvironment } from "./api-environment.ts";
import { problem, refused } from "./problem.ts";
import { toRequestAnswer } from "./request-answer.ts";
import { toRequestPage } from "./request-page.ts";

type Needed = Pick<ApiDependencies, "useCasesOf">;

/** One request of the caller's tenant. */
export async function findOne(c: Context<ApiEnvironment>, { useCasesOf }: Needed, requestId: string) {
  const request = await findNamed(useCasesOf(c.get("caller").tenant).requests, requestId);
  return request ? c.json(toRequestAnswer(request), 200) : refused(c, { kind: "unknown-request", requestId });
}

/** A page of the requests of the caller's tenant. */
export async function findPage(
  c: Context<ApiEnvironment>,
  { useCasesOf }: Needed,
  filter: RequestFilter,
  query: PageQuery,
) {
  const { tenant } = c.get("caller");
  return answerOrWrongCursor(c, async () =>
    c.json(toRequestPage(await useCasesOf(tenant).requests.search(tenant, filter, query)), 200),
  );
}

/** What `work` answers, or 400 where it was asked to go on from nowhere. */
export async function answerOrWrongCursor<Answer>(c: Context, work: () => Promise<Answer>) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidCursorError)) throw error;
    return problem(c, 400, { code: "invalid-cursor", detail: error.message });
  }
}
