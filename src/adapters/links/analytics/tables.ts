import { type Html, html } from "../html.ts";

export interface Table {
  /** What the table is, for those who hear it. */
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first of each names its row. */
  readonly rows: readonly (readonly string[])[];
}

/** A table that scrolls in itself where the screen is narrow. */
export function renderTable({ caption, columns, rows }: Table): Html {
  const head = columns.map((name) => html`<th scope="col">${name}</th>`);
  const body = rows.map(([name = "", ...cells]) => {
    const shown = cells.map((cell) => html`<td>${cell}</td>`);
    return html`<tr><th scope="row">${name}</th>${shown}</tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody>
</table></div>`;
}

/** A long one is folded: a press opens it, and paper shows it whole. */
export function renderFolded(table: Table): Html {
  return html`<details><summary>The figures</summary>${renderTable(table)}</details>`;
}
