import { type Html, html } from "../html.ts";
import { type Chart, drawChart } from "./draw-chart.ts";
import { renderFolded, renderTable, type Table } from "./tables.ts";

interface Content {
  readonly chart: Chart;
  readonly table: Table;
  readonly isFolded?: boolean;
}

/** Where there is nothing to draw, a short word says so, and a table that has rows of its own stays. */
export function sectionOf(title: string, hint: string, { chart, table, isFolded = false }: Content): Html {
  const isDrawn = chart.series.some(({ values }) =>
    values.some((value) => value !== undefined && value !== 0),
  );
  const isTold = isDrawn || (!isFolded && table.rows.length > 0);
  return html`<section><h2>${title}</h2><p>${hint}</p>
${isDrawn ? drawChart(chart) : html`<p>There is none of it in this time.</p>`}
${isTold ? (isFolded ? renderFolded(table) : renderTable(table)) : undefined}</section>`;
}
