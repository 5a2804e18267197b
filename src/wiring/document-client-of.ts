import { makeDocumentClient } from "../aws/dynamodb/document-client.ts";
import type { Config } from "../config.ts";

type DocumentClient = ReturnType<typeof makeDocumentClient>;

const clients = new WeakMap<Config, DocumentClient>();

/** One client for all that is wired from one configuration: each has connections of its own, which a cold start would pay for. */
export function documentClientOf(config: Config): DocumentClient {
  const client = clients.get(config) ?? makeDocumentClient();
  clients.set(config, client);
  return client;
}
