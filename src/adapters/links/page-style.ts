import { makeSheet } from "./sheet.ts";

/** Readable on a phone at night: what is read is large, what is pressed is larger, and dark where the reader's device is. */
export const pageStyle = `
:root { color-scheme: light dark; --page: #f4f5f7; --sheet: #fff; --text: #1b1f24; --soft: #59636e; --line: #d9dee4;
  --good: #1a7f37; --bad: #c4232d; --waiting: #8a5a00; --running: #0a63c9; --over: #59636e; --field: #fff; --on: #fff; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1015; --sheet: #161b22; --text: #e8edf2; --soft: #9aa5b1; --line: #2c343e;
  --good: #4cc267; --bad: #ff7b72; --waiting: #e3a63b; --running: #6cb0ff; --over: #9aa5b1; --field: #0d1015; --on: #0d1015; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  -webkit-text-size-adjust: 100%; overflow-wrap: anywhere; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
.brand { display: flex; justify-content: space-between; gap: 1rem; color: var(--soft); font-size: .85rem; padding: .25rem .25rem .75rem; }
section, form, .notice { background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; padding: 1.1rem; margin: 0 0 .9rem; }
h1 { font-size: 1.45rem; line-height: 1.25; margin: 0 0 .4rem; }
h2 { font-size: 1rem; margin: 0 0 .6rem; }
p { margin: 0 0 .6rem; } p:last-child { margin-bottom: 0; } dl + p { margin-top: .6rem; }
.effect { font-size: 1.1rem; }
.name { margin: .9rem 0; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 10px; }
.name span, .hint, dt, footer { color: var(--soft); font-size: .85rem; }
.name code, .mask { display: block; font: 600 1.15rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.state { font-weight: 600; } .state::before { content: "● "; }
.good { color: var(--good); } .bad { color: var(--bad); } .waiting { color: var(--waiting); }
.running { color: var(--running); } .over { color: var(--over); }
.notice { border-left: 5px solid currentColor; font-weight: 600; }
dl { margin: 0; } dd { margin: 0 0 .6rem; white-space: pre-wrap; unicode-bidi: isolate; } dd:last-child { margin-bottom: 0; }
blockquote { margin: 0 0 .9rem; padding-left: .8rem; border-left: 3px solid var(--line); white-space: pre-wrap; unicode-bidi: isolate; }
blockquote:last-child { margin-bottom: 0; }
input + .hint { margin-top: .4rem; } form .notice { padding: .6rem .8rem; }
label { display: block; font-weight: 600; margin: 1rem 0 .35rem; }
input, select, textarea { width: 100%; padding: .75rem; font: inherit; color: inherit; background: var(--field); border: 1px solid var(--soft); border-radius: 10px; }
input { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: .1em; max-width: 12rem; }
input.time { max-width: 16rem; } details { margin: 1rem 0 0; } summary { cursor: pointer; color: var(--running); padding: .4rem 0; }
textarea { min-height: 5.5rem; resize: vertical; }
button { display: block; width: 100%; min-height: 3.5rem; margin: 1.2rem 0 .8rem; border: 0; border-radius: 12px; font: inherit;
  font-size: 1.2rem; font-weight: 700; color: var(--on); cursor: pointer; }
button.approve { background: var(--good); } button.reject { background: var(--bad); }
.other { display: block; text-align: center; padding: .8rem; }
a { color: var(--running); }
:focus-visible { outline: 3px solid var(--running); outline-offset: 2px; }
@media (min-width: 36rem) { dl { display: grid; grid-template-columns: 10rem 1fr; gap: .45rem 1rem; } dd { margin: 0; } dt { padding-top: .15rem; } }
`;

export const pageSheet = makeSheet(pageStyle);
