import { acmeChannels, acmePeople } from "../../../src/local/parts/workspace.ts";

/** Acme's people and channels, as a strict Slack is given them. */
export const acmeSlack = {
  users: Object.values(acmePeople).map(({ id, realName, email }) => ({ id, name: realName, email })),
  channels: Object.values(acmeChannels).map(({ id, name }) => ({ id, name })),
};
