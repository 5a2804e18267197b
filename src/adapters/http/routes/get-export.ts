import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type Exported, exportEvents } from "../../../app/api/export-events.ts";
import { csvLine } from "../../../app/audit/csv-line.ts";
import { cellsOf, exportColumns } from "../../../app/audit/csv-row.ts";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { pageShape } from "../fields.ts";
import { answerOrWrongCursor } from "../find-requests.ts";
import { problem, problems } from "../problem.ts";
import { filterOf, filterShape, wrongStatus } from "./requests.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/policy/export",
  summary:
    "The record of your tenant's requests as CSV, each row with its hash, each request with the end of its chain",
  ...forRoles(allowed.takeOut),
  request: { query: z.object({ ...filterShape, cursor: pageShape.cursor }) },
  responses: {
    200: {
      description:
        "Rows `event`, then one `chain-end` for each request. The last row is `end`, or `continues` with the cursor of the next part; where it is missing, the file is not whole.",
      content: { "text/csv": { schema: z.string() } },
    },
    ...problems,
  },
});

/** Lambda answers with 6 MB at most. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostBytes = 4_000_000;
/** Milliseconds that the last page needs before Lambda would cut it off. */
const reserve = 8000;

export function addGetExport(
  app: OpenAPIHono<ApiEnvironment>,
  { useCasesOf }: Pick<ApiDependencies, "useCasesOf">,
): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid("query");
    const filter = filterOf(query);
    if (!filter) return problem(c, 400, wrongStatus);
    const { tenant } = c.get("caller");
    const isOwn = (query.tenant ?? tenant) === tenant;
    let bytes = 0;
    const remaining = () => c.env.lambdaContext?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY;
    const exported = exportEvents(useCasesOf(tenant), tenant, isOwn ? filter : { instanceId: "" }, {
      cursor: query.cursor,
      goesOn: () => bytes < mostBytes && remaining() > reserve,
    });
    return answerOrWrongCursor(c, async () => {
      // What goes wrong at once is an answer; what goes wrong later can only break it off.
      const first = await exported.next();
      return c.body(ReadableStream.from(lines(first, exported)), 200, {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="countersign-record.csv"',
      });
    });

    async function* lines(first: IteratorResult<Exported>, rest: AsyncGenerator<Exported>) {
      yield encoded(exportColumns);
      if (!first.done) yield encoded(cellsOf(first.value, tenant));
      for await (const one of rest) yield encoded(cellsOf(one, tenant));
    }

    function encoded(cells: readonly (string | number)[]): Uint8Array {
      const line = Buffer.from(csvLine(cells));
      bytes += line.length;
      return line;
    }
  });
}
