import { type ParseArgsConfig, parseArgs } from "node:util";
import { err, ok, type Result } from "../core/result.ts";

/** What a command has been asked for, ready to be done; resolves with the exit code. */
export type Run = () => Promise<number>;

/** One command of `countersign`. */
export interface Command<Asked = unknown> {
  readonly usage: string;
  /** What the arguments after the command's name ask for; or what is wrong with them, in a sentence. */
  readonly parse: (args: readonly string[]) => Result<Asked, string>;
  /** The same, ready to be done. */
  readonly read: (args: readonly string[]) => Result<Run, string>;
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<Given extends Options> = ReturnType<typeof parseArgs<{ options: Given }>>["values"];

interface Definition<Given extends Options, Asked> {
  readonly usage: string;
  readonly options: Given;
  /** The names of the words that it takes beside its options, or "any" where `parse` says so; none without it. */
  readonly words?: readonly string[] | "any";
  /** What the options and words ask for, or what is wrong with them. */
  readonly parse: (values: Values<Given>, words: readonly string[]) => Result<Asked, string>;
  /** Loads what it needs only then, so that a mistake is answered at once. */
  readonly run: (asked: Asked) => Promise<number>;
}

/** Makes a command of its options, how they are read and what it does. */
export function defineCommand<const Given extends Options, Asked>(
  name: string,
  { usage, options, words = [], parse, run }: Definition<Given, Asked>,
): Command<Asked> {
  return {
    usage,
    parse: parseArguments,
    read: (args) => {
      const asked = parseArguments(args);
      return asked.ok ? ok(() => run(asked.value)) : asked;
    },
  };

  function parseArguments(args: readonly string[]): Result<Asked, string> {
    const foreign = foreignOption(args, options);
    if (foreign !== undefined) return err(`"${name}" has no --${foreign}.`);
    const split = splitArguments(args, options);
    if (!split.ok) return split;
    const { values, positionals } = split.value;
    const amiss = words === "any" ? undefined : findAmiss(words, positionals);
    return amiss === undefined ? parse(values, positionals) : err(amiss);
  }
}

function splitArguments<Given extends Options>(args: readonly string[], options: Given) {
  try {
    return ok(parseArgs({ args: [...args], options, allowPositionals: true }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function foreignOption(args: readonly string[], options: Options): string | undefined {
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const found = tokens.find(
    ({ kind, ...token }) => kind === "option" && "name" in token && !Object.hasOwn(options, token.name),
  );
  return found?.kind === "option" ? found.name : undefined;
}

function findAmiss(words: readonly string[], positionals: readonly string[]): string | undefined {
  const extra = positionals[words.length];
  if (extra !== undefined) return `"${extra}" stands alone: quote what has spaces.`;
  const missing = words.slice(positionals.length);
  return missing.length > 0 ? `${missing.join(" and ")}: missing.` : undefined;
}
