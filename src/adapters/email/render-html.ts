import { toneSigns } from "../../core/tone-signs.ts";
import type { Block, MailView, Row } from "./mail-view.ts";
import { escapeHtml } from "./readable.ts";
import { footerLines } from "./render-text.ts";

const fonts = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const wraps = "overflow-wrap:anywhere;word-break:break-word;";

const colours = {
  waiting: "#8a5a00",
  good: "#1a6b34",
  bad: "#a8201a",
  running: "#1558a8",
  over: "#57606a",
} as const satisfies Record<MailView["tone"], string>;

/**
 * Dark where the reader's program says so: by media query in Apple Mail and others, by `data-ogsc` in Outlook's apps. Gmail inverts
 * by itself, and from these colours to readable ones.
 */
const darkRules: readonly (readonly [selector: string, rule: string])[] = [
  [".page", "background-color:#0f1418 !important"],
  [".sheet", "background-color:#1b2127 !important;border-color:#38424c !important"],
  [".ink", "color:#e8ecef !important"],
  [".soft", "color:#aeb8c1 !important"],
  [".line", "border-color:#38424c !important"],
  [".quote", "border-color:#6b7885 !important;color:#e8ecef !important"],
];

const dark = [
  `@media (prefers-color-scheme:dark){${darkRules.map(([selector, rule]) => `${selector}{${rule}}`).join("")}}`,
  ...darkRules.map(([selector, rule]) => `[data-ogsc] ${selector}{${rule}}`),
].join("");

/**
 * A mail as HTML for what mail programs understand: tables and inline styles, no script, nothing loaded from anywhere. Every text
 * is escaped here.
 */
export function renderHtml(view: MailView, origin: string): string {
  const body = [
    `<p class="ink" style="${text(15, 22)}color:${colours[view.tone]};font-weight:600;">${toneSigns[view.tone]} ${line(view.state)}</p>`,
    `<h1 class="ink" style="${text(20, 27)}font-weight:700;">${line(view.title)}</h1>`,
    paragraph(view.lead),
    view.links ? buttons(view.links) : "",
    view.deadline === ""
      ? ""
      : `<p class="soft" style="${text(14, 20)}${soft}">Decide by <b>${line(view.deadline)}</b></p>`,
    ...view.blocks.map(blockHtml),
  ];
  const footer = footerLines(view, origin).map(
    (note) => `<p class="soft" style="${text(12, 18)}${soft}">${line(note)}</p>`,
  );
  return `<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"><title>${line(view.subject)}</title><style>:root{color-scheme:light dark;supported-color-schemes:light dark}${dark}</style></head>
<body class="page" style="margin:0;padding:0;background-color:#eef1f4;">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">${line(view.lead.slice(0, 150))}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#eef1f4;"><tr><td align="center" style="padding:16px 8px;">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;table-layout:fixed;background-color:#ffffff;border:1px solid #d5dbe1;border-radius:8px;"><tr><td style="padding:20px 18px 12px 18px;">
${body.filter((part) => part !== "").join("\n")}
</td></tr><tr><td class="line" style="padding:12px 18px 16px 18px;border-top:1px solid #d5dbe1;">
${footer.join("\n")}
</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body></html>
`;
}

const soft = "color:#57606a;";

function text(size: number, height: number): string {
  return `margin:0 0 12px 0;${fonts}font-size:${size}px;line-height:${height}px;color:#1c2329;${wraps}`;
}

function line(raw: string): string {
  return escapeHtml(raw).replaceAll("\n", "<br>");
}

function title(heading: string): string {
  return `<h2 class="ink" style="${text(15, 21)}margin-top:18px;font-weight:700;">${line(heading)}</h2>`;
}

function paragraph(raw: string): string {
  return raw === "" ? "" : `<p class="ink" style="${text(15, 22)}">${line(raw)}</p>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "rows":
      return section(block.heading, block.rows);
    case "text":
      return `${block.heading === "" ? "" : title(block.heading)}${paragraph(block.text)}`;
    case "quote":
      return `<p class="soft" style="${text(14, 20)}${soft}margin-bottom:4px;">${line(block.heading)}:</p><p class="quote" style="${text(15, 22)}padding:2px 0 2px 12px;border-left:3px solid #b6c0ca;">${line(block.text)}</p>`;
    case "note":
      return `<p class="soft" style="${text(13, 19)}${soft}">${line(block.text)}</p>`;
  }
}

function section(heading: string, rows: readonly Row[]): string {
  const cell = `class="ink line" valign="top" style="padding:7px 0;border-top:1px solid #e4e8ec;${fonts}font-size:14px;line-height:20px;${wraps}`;
  const lines = rows.map(
    ({ label, value }) =>
      `<tr><td ${cell}color:#1c2329;padding-right:10px;font-weight:600;" width="34%">${line(label)}</td><td ${cell}color:#1c2329;">${line(value)}</td></tr>`,
  );
  return `${title(heading)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;margin:0 0 12px 0;">${lines.join("")}</table>`;
}

/** One above the other, as wide as the sheet, and 48 points high: to be hit with a thumb. */
function buttons({ approve, reject }: NonNullable<MailView["links"]>): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 14px 0;">${button("Approve …", approve, "#1a7f37")}<tr><td height="10" style="height:10px;font-size:0;line-height:0;">&nbsp;</td></tr>${button("Reject …", reject, "#b42318")}</table>`;
}

function button(label: string, href: string, colour: string): string {
  return `<tr><td align="center" bgcolor="${colour}" style="border-radius:6px;background-color:${colour};"><a href="${escapeHtml(href)}" style="display:block;padding:13px 20px;${fonts}font-size:16px;line-height:22px;font-weight:700;color:#ffffff;text-decoration:none;border-radius:6px;">${label}</a></td></tr>`;
}
