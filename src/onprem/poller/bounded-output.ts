import { longestOutput } from "../../app/ports/poller-report.ts";

const half = longestOutput / 2;

/** Keeps the first and the last half of what a program prints, whatever it prints. */
export class BoundedOutput {
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  #left = 0;

  add(chunk: Buffer): void {
    const room = half - this.#head.length;
    if (room > 0) this.#head = Buffer.concat([this.#head, chunk.subarray(0, room)]);
    const rest = chunk.subarray(Math.max(0, room));
    if (rest.length === 0) return;
    const tail = Buffer.concat([this.#tail, rest]);
    this.#left += Math.max(0, tail.length - half);
    this.#tail = Buffer.from(tail.subarray(Math.max(0, tail.length - half)));
  }

  text(): string {
    if (this.#left === 0) return cleaned(Buffer.concat([this.#head, this.#tail]).toString("utf8"));
    const [head, tail] = [this.#head, this.#tail].map((part) => cleaned(part.toString("utf8")));
    return `${head}\n[${this.#left} bytes left out]\n${tail}`;
  }
}

/** The text without what steers a terminal; only line breaks and tabs stay. */
export function cleaned(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replaceAll(escapeSequence, "")
    .replaceAll(/[^\P{C}\n\t]/gu, "");
}

const esc = String.fromCodePoint(27);
const bell = String.fromCodePoint(7);

/** CSI and OSC sequences, as ECMA-48 has them. */
const escapeSequence = new RegExp(
  `${esc}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)?)`,
  "gu",
);
