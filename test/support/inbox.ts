import { eventually } from "./eventually.ts";

export interface Received {
  readonly subject: string;
  readonly destination: { readonly to: readonly string[] };
  readonly body: { readonly text: string; readonly html: string };
}

/** The mails that the embedded mail service has taken, in the order in which it shows them. */
export function openInbox(url: string) {
  async function mails(): Promise<readonly Received[]> {
    const answer = await fetch(`${url}/store`);
    const { emails } = (await answer.json()) as { readonly emails: readonly Received[] };
    return emails;
  }

  return {
    mails,
    /** All mails, once there are that many. */
    holds: (count: number) =>
      eventually(`${count} mails`, async () => {
        const all = await mails();
        return all.length >= count && all;
      }),
    /** The one mail to this address whose subject begins so. */
    mailTo: (address: string, beginning: string) =>
      eventually(`a mail to ${address} with “${beginning}”`, async () =>
        (await mails()).find(
          ({ destination, subject }) => destination.to.includes(address) && subject.startsWith(beginning),
        ),
      ),
  };
}

export function readersOf(mails: readonly Received[]): readonly string[] {
  return mails.flatMap(({ destination }) => destination.to).toSorted();
}

/** The tokens in the links of these mails, each once. */
export function tokensIn(mails: readonly Received[]): readonly string[] {
  return [
    ...new Set(
      mails.flatMap(({ body }) => [...body.text.matchAll(/token=(\S{43})/g)].map(([, one = ""]) => one)),
    ),
  ];
}
