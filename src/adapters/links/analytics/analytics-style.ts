import { pageStyle } from "../page-style.ts";
import { makeSheet } from "../sheet.ts";

/** The pages' own look, with room for charts, and tables that are read on a phone and on paper. */
export const analyticsSheet = makeSheet(`${pageStyle}
main { max-width: 54rem; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: .6rem 1rem; margin: 0 .25rem 1rem; }
header h1 { margin: 0; } header p { color: var(--soft); font-size: .85rem; }
nav { display: flex; gap: .4rem; }
nav a { padding: .45rem .8rem; border: 1px solid var(--line); border-radius: 999px; background: var(--sheet); text-decoration: none; font-size: .9rem; }
nav a[aria-current] { background: var(--running); border-color: var(--running); color: var(--on); font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .9rem; margin: 0 0 .9rem; }
.figures div { background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; padding: .8rem 1rem; }
.figures dt { padding: 0; } .figures dd { margin: 0; font-size: 1.6rem; font-weight: 650; line-height: 1.2; }
.figures small { display: block; color: var(--soft); font-size: .8rem; font-weight: 400; }
section > p { color: var(--soft); font-size: .92rem; }
.chart { margin: .4rem 0; } .chart svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; }
.chart.narrow { display: none; }
@media (max-width: 35.99rem) { .chart.wide { display: none; } .chart.narrow { display: block; } section { padding: .9rem; } }
.scroll { overflow-x: auto; } .scroll:focus-visible { outline-offset: -2px; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .35rem .5rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; } thead th { color: var(--soft); font-weight: 500; }
tbody th { font-weight: 500; } tr:last-child > * { border-bottom: 0; } details table { margin-top: .3rem; }
@media print { body { background: #fff; } nav, summary { display: none; } section, .figures div { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } .scroll { overflow: visible; } }
`);
