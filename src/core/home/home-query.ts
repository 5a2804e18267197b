import { z } from "zod";

export const homeSections = ["waiting", "mine", "recent"] as const;

/** Waiting for the reader, asked for by them, and what has ended lately. */
export type HomeSection = (typeof homeSections)[number];

/** What somebody looks at in their home: it travels in the buttons, so that nothing of it is kept. */
export interface HomeQuery {
  /** Empty for all. */
  readonly environment: string;
  /** The catalogue's name, or an action's; empty for all. */
  readonly operation: string;
  /** Which page of each list, from 0. */
  readonly pages: Readonly<Record<HomeSection, number>>;
}

export const wholeHome: HomeQuery = {
  environment: "",
  operation: "",
  pages: { waiting: 0, mine: 0, recent: 0 },
};

/** So that two of them fit into the value of an option of Slack's, and all buttons of a home into a card of Teams'. */
const longestName = 40;
const nameSchema = z
  .string()
  .max(longestName)
  .regex(/^[a-z][a-z0-9_-]*$/);
const pageSchema = z.coerce.number().int().min(0).max(1000);

/** Whether a list can be narrowed to an environment or operation of this name. */
export function isFilter(name: string): boolean {
  return nameSchema.safeParse(name).success;
}

/** As text: `?environment=production&waiting=1`, what is as in the whole home left out. At most 150 characters. */
export function homeQueryText({ environment, operation, pages }: HomeQuery): string {
  const said = new URLSearchParams();
  if (environment !== "") said.set("environment", environment);
  if (operation !== "") said.set("operation", operation);
  for (const section of homeSections) if (pages[section] > 0) said.set(section, String(pages[section]));
  return `?${said.toString()}`;
}

/** Reads such a text; what makes no sense in it counts as left out. */
export function parseHomeQuery(text: string): HomeQuery {
  const said = new URLSearchParams(text);
  const name = (key: string) => nameSchema.catch("").parse(said.get(key));
  const page = (section: HomeSection) => pageSchema.catch(0).parse(said.get(section) ?? 0);
  return {
    environment: name("environment"),
    operation: name("operation"),
    pages: { waiting: page("waiting"), mine: page("mine"), recent: page("recent") },
  };
}

/** Another filter begins on the first pages. */
export function withFilter(
  query: HomeQuery,
  filter: Partial<Pick<HomeQuery, "environment" | "operation">>,
): HomeQuery {
  return { ...query, ...filter, pages: wholeHome.pages };
}

export function withPage(query: HomeQuery, section: HomeSection, page: number): HomeQuery {
  return { ...query, pages: { ...query.pages, [section]: page } };
}
