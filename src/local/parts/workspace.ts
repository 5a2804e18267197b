import type { SlackSecrets } from "./slack-secrets.ts";

export interface SlackPerson {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  /** Groups of the policy; Slack itself does not hear of them. */
  readonly groups: readonly string[];
}

interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
}

interface SlackApp {
  readonly id: string;
  readonly botUserId: string;
  readonly botName: string;
  /** Takes commands, interactions and events alike. */
  readonly requestUrl: string;
  readonly secrets: SlackSecrets;
}

/** One workspace with one app; everybody, the bot too, is in every channel. */
export interface SlackWorkspace {
  readonly teamId: string;
  readonly name: string;
  readonly domain: string;
  readonly people: readonly SlackPerson[];
  readonly channels: readonly SlackChannel[];
  readonly app: SlackApp;
}

export const acmePeople = {
  dana: person("dana", "Dana Reyes"),
  priya: person("priya", "Priya Nair", "dba-leads"),
  tom: person("tom", "Tom Okafor", "dba-leads"),
  lena: person("lena", "Lena Fischer", "sre-oncall"),
  marco: person("marco", "Marco Silva", "sre-oncall"),
  olga: person("olga", "Olga Petrova"),
} as const;

export const acmeChannels = {
  approvals: { id: "C0DBAPPROVE", name: "db-approvals", purpose: "Requests for database changes" },
  production: { id: "C0DBPROD", name: "db-production", purpose: "Requests for production databases" },
  operations: { id: "C0DBOPS", name: "db-operations", purpose: "Alarms of Countersign" },
  general: { id: "C0GENERAL", name: "general", purpose: "Everything else" },
} as const;

/** Acme: a requester, approvers of two groups, an outsider, and Countersign's bot answering at `requestUrl`. */
export function acmeWorkspace(requestUrl: string, secrets: SlackSecrets): SlackWorkspace {
  return {
    teamId: "T0ACME",
    name: "Acme",
    domain: "acme",
    people: Object.values(acmePeople),
    channels: Object.values(acmeChannels),
    app: { id: "A0COUNTERSIGN", botUserId: "U0COUNTERSIGN", botName: "Countersign", requestUrl, secrets },
  };
}

function person(name: string, realName: string, ...groups: readonly string[]): SlackPerson {
  const email = `${realName.toLowerCase().replace(" ", ".")}@acme.example`;
  return { id: `U0${name.toUpperCase()}`, name, realName, email, groups };
}
