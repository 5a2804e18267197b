import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Document, Route } from "./document.ts";

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Says what of an answer its route's document does not: its status, its kind of content, or its shape. */
export function makeJudge(document: Document): (route: Route, answer: Answer) => string | undefined {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: "api" });
  return ({ method, path, operation }, { status, type, text }) => {
    if (status >= 500) return `is ${status}`;
    const declared = operation.responses[status];
    if (!declared) return `is ${status}, which is not declared`;
    const mediaType = type.split(";")[0] ?? "";
    const content = declared.content?.[mediaType];
    if (!content) return `is ${status} as ${type}, which is not declared`;
    if (!mediaType.endsWith("json")) return undefined;
    const pointer = [
      "paths",
      path,
      method.toLowerCase(),
      "responses",
      String(status),
      "content",
      mediaType,
      "schema",
    ];
    const validate = ajv.getSchema(`api#/${pointer.map(escaped).join("/")}`);
    if (!validate) return "has a schema that cannot be read";
    return validate(JSON.parse(text)) ? undefined : `is of another shape: ${ajv.errorsText(validate.errors)}`;
  };
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}
