import { acmeTenant } from "./acme-tenant.ts";

/** What Teams tells a bot that has been added to Acme's team, and to the channel in it. */
export function installationOf(serviceUrl: string): readonly object[] {
  const { id, bot, owner, team, channel } = acmeTenant;
  const places = [
    { conversation: team.id, channel: team },
    { conversation: channel.id, channel },
  ];
  return places.map((place) => ({
    type: "installationUpdate",
    action: "add",
    channelId: "msteams",
    timestamp: new Date().toISOString(),
    serviceUrl,
    from: { id: owner.id, name: owner.name, aadObjectId: owner.aadObjectId },
    recipient: bot,
    conversation: { id: place.conversation, isGroup: true, conversationType: "channel", tenantId: id },
    channelData: {
      tenant: { id },
      team: { id: team.id, name: team.name, aadGroupId: team.aadGroupId },
      channel: { id: place.channel.id, name: place.channel.name },
    },
  }));
}
