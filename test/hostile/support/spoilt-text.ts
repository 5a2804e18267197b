import fc from "fast-check";

/** Nothing that comes is deeper than this; it is far more than a program's stack can follow. */
const depth = 30_000;

const numbers = ["1e400", "-1e400", "9".repeat(400), "1".repeat(5000), "-0", "0.1e-999", "NaN", "01", "0x10"];

/** JSON as no serializer writes it: a key twice, cut off, too deep, with numbers that nothing holds, or as other bytes. */
export function spoiltText(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const text = value.map((one) => JSON.stringify(one) ?? "");
  const at = fc.nat();
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(text, at).map(([whole, where]) => whole.slice(0, where % (whole.length + 1))),
    },
    { weight: 2, arbitrary: fc.tuple(text, at).map(([whole, where]) => doubled(whole, where)) },
    { weight: 2, arbitrary: fc.tuple(text, at, fc.constantFrom(...numbers)).map(withNumber) },
    { weight: 1, arbitrary: fc.tuple(text, at, fc.constantFrom("[", '{"a":')).map(withDepth) },
    { weight: 2, arbitrary: fc.tuple(text, at).map(([whole, where]) => unquoted(whole, where)) },
    { weight: 1, arbitrary: text.map((whole) => `\ufeff${whole}`) },
    { weight: 1, arbitrary: text.map((whole) => `${whole}\u0000`) },
    { weight: 1, arbitrary: text.map((whole) => whole + whole) },
    { weight: 1, arbitrary: text.map((whole) => JSON.stringify(whole)) },
    { weight: 1, arbitrary: text.map((whole) => `${" ".repeat(20_000)}${whole}`) },
    { weight: 1, arbitrary: text.map((whole) => whole.replaceAll('"', "'")) },
    { weight: 1, arbitrary: text.map((whole) => Buffer.from(whole, "utf16le").toString("latin1")) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
    { weight: 1, arbitrary: fc.constantFrom("", " ", "null", "[]", "{}", '""', "0", "{", "undefined") },
  );
}

/** One of the keys once more, with something else: which of the two counts is not ours to guess. */
function doubled(whole: string, where: number): string {
  const keys = [...whole.matchAll(/"(?:[^"\\]|\\.)*":/g)];
  const key = keys[where % Math.max(1, keys.length)];
  if (!key) return whole;
  return `${whole.slice(0, key.index)}${key[0]}"other",${whole.slice(key.index)}`;
}

/** One of the texts without its quotes, so that a parser gives up in front of it, and may quote it. */
function unquoted(whole: string, where: number): string {
  const texts = [...whole.matchAll(/(?<=:)"((?:[^"\\]|\\.)*)"/g)];
  const text = texts[where % Math.max(1, texts.length)];
  if (!text) return whole;
  return whole.slice(0, text.index) + text[1] + whole.slice(text.index + text[0].length);
}

function withNumber([whole, where, number]: readonly [string, number, string]): string {
  return withValue(whole, where, number);
}

function withDepth([whole, where, open]: readonly [string, number, string]): string {
  const close = open === "[" ? "]" : "}";
  return withValue(whole, where, `${open.repeat(depth)}0${close.repeat(depth)}`);
}

/** With the text where one of its values was. */
function withValue(whole: string, where: number, text: string): string {
  const values = [...whole.matchAll(/(?<=:)(?:"(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|true|false|null)/g)];
  const value = values[where % Math.max(1, values.length)];
  if (!value) return text;
  return whole.slice(0, value.index) + text + whole.slice(value.index + value[0].length);
}
