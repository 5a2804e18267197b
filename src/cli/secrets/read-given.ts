import { createInterface } from "node:readline/promises";
import { type Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { err, ok, type Result } from "../../core/result.ts";
import type { Question } from "./chat-secret.ts";

/** What is given of a secret by the names that are stored, or why that is none of it. */
export type Given = Result<Readonly<Record<string, unknown>>, string>;

/** Asks at a terminal, and takes JSON from a pipe or a file: never from the arguments, which every user of the machine can read. */
export async function readGiven(questions: Readonly<Record<string, Question>>): Promise<Given> {
  return process.stdin.isTTY
    ? ok(await askAt({ input: process.stdin, output: process.stderr }, questions))
    : parseGiven(await text(process.stdin), questions);
}

/** Throws nothing away in silence: a name that is not asked for is refused. Says nothing of any value. */
export function parseGiven(json: string, questions: Readonly<Record<string, Question>>): Given {
  const names = Object.keys(questions);
  try {
    const given = z.record(z.string(), z.unknown()).parse(JSON.parse(json));
    const foreign = Object.keys(given).filter((name) => !names.includes(name));
    if (foreign.length === 0) return ok(given);
    return err(`${foreign.join(", ")}: not a part of this secret, which has ${names.join(", ")}.`);
  } catch {
    return err(`Give JSON such as {"${names[0]}": "…"}.`);
  }
}

/** Asks one question after the other. What is hidden is not shown while it is typed, nor afterwards. */
export async function askAt(
  { input, output }: { readonly input: Readable; readonly output: Writable },
  questions: Readonly<Record<string, Question>>,
): Promise<Readonly<Record<string, string>>> {
  let isHidden = false;
  const echo = new Writable({
    write: (chunk, _encoding, done) => {
      if (!isHidden) output.write(chunk);
      done();
    },
  });
  // Without a history: the arrow keys would show what was hidden.
  const terminal = createInterface({ input, output: echo, terminal: true, historySize: 0 });
  const given: Record<string, string> = {};
  try {
    for (const [name, question] of Object.entries(questions)) {
      output.write(`${question.text} (empty: as it is): `);
      isHidden = question.isHidden;
      const answer = (await terminal.question("")).trim();
      if (isHidden) output.write("\n");
      isHidden = false;
      if (answer !== "") given[name] = answer;
    }
  } finally {
    terminal.close();
  }
  return given;
}
