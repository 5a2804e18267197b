import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { Html } from "../html.ts";
import { moneyText } from "./texts.ts";

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

/** The page's own colours, so that a chart is as light or dark as what is around it. */
type Tone = "good" | "bad" | "waiting" | "running" | "over";

interface Series {
  readonly name: string;
  readonly tone: Tone;
  /** One for each label; a gap for `undefined`. */
  readonly values: readonly (number | undefined)[];
}

export interface Chart {
  readonly kind: "stack" | "bars" | "lines" | "rows" | "stacked-rows";
  /** Along the time, or one below the other in rows. */
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly unit: "count" | "seconds" | "dollars";
}

/** One for wide screens and one for phones, as text in a drawing shrinks with it. */
const widths = { wide: 760, narrow: 340 } as const;

/** The chart as markup that needs no script and holds no style of its own, so that the page's policy allows neither. */
export function drawChart(chart: Chart): Html {
  return new Html(
    Object.entries(widths)
      .map(([name, width]) => `<div class="chart ${name}">${draw(chart, width)}</div>`)
      .join(""),
  );
}

function draw(chart: Chart, width: number): string {
  const isRows = chart.kind === "rows" || chart.kind === "stacked-rows";
  const height = isRows ? 70 + chart.labels.length * (chart.kind === "rows" ? 46 : 34) : 270;
  const drawn = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    drawn.setOption(optionOf(chart, isRows, width));
    return bare(drawn.renderToSVGString());
  } finally {
    drawn.dispose();
  }
}

function optionOf({ kind, labels, series, unit }: Chart, isRows: boolean, width: number) {
  const scale = scaleOf(
    unit,
    Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0))),
  );
  const isNarrow = width === widths.narrow;
  // The drawing only guesses how wide the reader's letters are, so names have more room than it would give them.
  const left = isRows ? (isNarrow ? 118 : 190) : 56;
  const isStacked = kind === "stack" || kind === "stacked-rows";
  const ink = { color: "var(--soft)", fontSize: 12 };
  const names = {
    type: "category",
    data: isRows ? labels.toReversed() : labels,
    axisLine: { lineStyle: { color: "var(--line)" } },
    axisTick: { show: false },
    axisLabel: {
      ...ink,
      hideOverlap: true,
      ...(isRows && { width: left * 0.75, overflow: "break" }),
    },
  };
  const values = {
    type: "value",
    splitNumber: isRows && isNarrow ? 2 : 4,
    ...(isStacked && { minInterval: 1 }),
    splitLine: { lineStyle: { color: "var(--line)" } },
    axisLabel: { ...ink, hideOverlap: true, formatter: scale.text },
  };
  return {
    animation: false,
    grid: {
      left,
      right: 20,
      top: isNarrow && series.length > 3 ? 56 : 38,
      bottom: 26,
      outerBoundsMode: "none",
    },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 12,
      itemHeight: 12,
      itemGap: 14,
      icon: "roundRect",
      textStyle: ink,
    },
    xAxis: isRows ? values : names,
    yAxis: isRows ? names : values,
    series: series.map(({ name, tone, values: data }) => ({
      name,
      type: kind === "lines" ? "line" : "bar",
      ...(isStacked && { stack: "all" }),
      data: (isRows ? data.toReversed() : data).map((value) =>
        value === undefined ? "-" : value / scale.divisor,
      ),
      color: `var(--${tone})`,
      itemStyle: { color: `var(--${tone})`, borderRadius: isStacked ? 0 : 2 },
      lineStyle: { color: `var(--${tone})`, width: 2.5 },
      barMaxWidth: isRows ? 14 : 26,
      symbol: "circle",
      symbolSize: 6,
      connectNulls: true,
      silent: true,
      emphasis: { disabled: true },
    })),
  };
}

interface Scale {
  readonly divisor: number;
  readonly text: (value: number) => string;
}

/** Times in the unit in which the longest of them reads well, so that the axis has round numbers. */
function scaleOf(unit: Chart["unit"], largest: number): Scale {
  if (unit === "dollars") return { divisor: 1, text: moneyText };
  if (unit === "count")
    return { divisor: 1, text: (value) => (Number.isInteger(value) ? String(value) : "") };
  if (largest < 120) return { divisor: 1, text: (value) => `${value} s` };
  if (largest < 2 * 3600) return { divisor: 60, text: (value) => `${value} min` };
  return largest < 3 * 86_400
    ? { divisor: 3600, text: (value) => `${value} h` }
    : { divisor: 86_400, text: (value) => `${value} d` };
}

/** The drawing without the library's own styles and notes for scripts: the page's sheet says how its text looks. */
function bare(svg: string): string {
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, "")
    .replace(/ (?:style|class|ecmeta_[a-z_]+)="[^"]*"/g, "")
    .replace(/^<svg width="\d+" height="\d+"/, '<svg aria-hidden="true"');
}
