const highestPort = 65_535;

const offsets = {
  chat: 0,
  bot: 1,
  inbox: 2,
  tables: 3,
  messages: 4,
  rds: 5,
  lens: 6,
  cloudwatch: 7,
  sts: 8,
  kms: 9,
  workflows: 10,
  teams: 11,
  teamsClient: 12,
  secrets: 13,
} as const;

/** Where a part looks for its port first: beside the chat page's. 0, any free one, when that one is 0. */
export function preferredPort(chatPort: number, part: keyof typeof offsets): number {
  const port = chatPort + offsets[part];
  return chatPort === 0 || port > highestPort ? 0 : port;
}
