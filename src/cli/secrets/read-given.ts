import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { err, ok, type Result } from "../../core/result.ts";
import type { Question } from "./chat-secret.ts";

/** What is given of a secret by the names that are stored, or why that is none of it. */
export type Given = Result<Readonly<Record<string, unknown>>, string>;

/** Asks at a terminal, and takes JSON from a pipe or a file: never from the arguments, which every user of the machine can read. */
export async function readGiven(questions: Readonly<Record<string, Question>>): Promise<Given> {
  return process.stdin.isTTY ? ok(await ask(questions)) : parseGiven(await text(process.stdin), questions);
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

async function ask(questions: Readonly<Record<string, Question>>): Promise<Readonly<Record<string, string>>> {
  let isHidden = false;
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      if (!isHidden) process.stderr.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  const given: Record<string, string> = {};
  try {
    for (const [name, question] of Object.entries(questions)) {
      process.stderr.write(`${question.text} (empty: as it is): `);
      isHidden = question.isHidden;
      const answer = (await terminal.question("")).trim();
      if (isHidden) process.stderr.write("\n");
      isHidden = false;
      if (answer !== "") given[name] = answer;
    }
  } finally {
    terminal.close();
  }
  return given;
}
