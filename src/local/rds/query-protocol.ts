import { RdsError } from "./rds-error.ts";
import { renderElement, type XmlObject } from "./xml.ts";

const namespace = "http://rds.amazonaws.com/doc/2014-10-31/";

/** The form fields of one call, flat as the AWS query protocol sends them (`Tags.Tag.1.Key`). */
export type QueryParameters = ReadonlyMap<string, string>;

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export function parseQuery(body: string): QueryParameters {
  return new Map(new URLSearchParams(body));
}

/** An empty field counts as missing, as RDS has it. */
export function findText(parameters: QueryParameters, name: string): string | undefined {
  const text = parameters.get(name);
  return text === "" ? undefined : text;
}

/** Throws `MissingParameter`. */
export function getText(parameters: QueryParameters, name: string): string {
  const text = findText(parameters, name);
  if (text === undefined) {
    throw new RdsError("MissingParameter", `The request must contain the parameter ${name}.`);
  }
  return text;
}

export function findInteger(parameters: QueryParameters, name: string): number | undefined {
  const text = findText(parameters, name);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(text)) throw malformed(name, text, "an integer");
  return Number(text);
}

export function findBoolean(parameters: QueryParameters, name: string): boolean | undefined {
  const text = findText(parameters, name);
  if (text === undefined) return undefined;
  if (text !== "true" && text !== "false") throw malformed(name, text, "true or false");
  return text === "true";
}

export function findDate(parameters: QueryParameters, name: string): Date | undefined {
  const text = findText(parameters, name);
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw malformed(name, text, "an ISO 8601 date");
  return date;
}

/** The values of a list: `findList(p, "EventCategories.EventCategory")` reads `….1`, `….2` until one is missing. */
export function findList(parameters: QueryParameters, prefix: string): readonly string[] {
  const values: string[] = [];
  for (let index = 1; ; index++) {
    const value = parameters.get(`${prefix}.${index}`);
    if (value === undefined) return values;
    values.push(value);
  }
}

/** The call's tags in their order, as sent: RDS's own list of them, or another service's. */
export function findTags(parameters: QueryParameters, list = "Tags.Tag"): readonly Tag[] {
  const tags: Tag[] = [];
  for (let index = 1; ; index++) {
    const key = parameters.get(`${list}.${index}.Key`);
    if (key === undefined) return tags;
    tags.push({ key, value: parameters.get(`${list}.${index}.Value`) ?? "" });
  }
}

/** The call's filters by name. */
export function findFilters(parameters: QueryParameters): ReadonlyMap<string, readonly string[]> {
  const filters = new Map<string, readonly string[]>();
  for (let index = 1; ; index++) {
    const name = parameters.get(`Filters.Filter.${index}.Name`);
    if (name === undefined) return filters;
    filters.set(name, findList(parameters, `Filters.Filter.${index}.Values.Value`));
  }
}

export function renderAnswer(action: string, result: XmlObject, requestId: string): string {
  return `<${action}Response xmlns="${namespace}">${renderElement(`${action}Result`, result)}${renderElement(
    "ResponseMetadata",
    { RequestId: requestId },
  )}</${action}Response>`;
}

export function renderError(error: RdsError, requestId: string): string {
  const Type = error.status >= 500 ? "Receiver" : "Sender";
  return `<ErrorResponse xmlns="${namespace}">${renderElement("Error", {
    Type,
    Code: error.code,
    Message: error.message,
  })}${renderElement("RequestId", requestId)}</ErrorResponse>`;
}

function malformed(name: string, text: string, expected: string): RdsError {
  return new RdsError("MalformedInput", `The parameter ${name} must be ${expected}, not ${text}.`);
}
