import { setTimeout as sleep } from "node:timers/promises";
import type { RequestId } from "../../../../src/core/request.ts";
import { eventually } from "../../eventually.ts";
import { hiddenFieldsOf } from "../../hidden-fields-of.ts";
import type { openInbox } from "../../inbox.ts";
import { type Acts, until } from "./acts.ts";

type Inbox = Pick<ReturnType<typeof openInbox>, "mails">;

const lookEveryMs = 200;

/**
 * Who is asked by mail, and approves by its link. A deployment's address stays; here the application has another one after each start,
 * `origin`.
 */
export function makePeopleByMail(inbox: Inbox, origin: () => string, { attempt, runs }: Acts) {
  async function open(link: string): Promise<{ readonly taken: true; readonly text: string }> {
    const { pathname, search } = new URL(link);
    const page = await fetch(`${origin()}${pathname}${search}`);
    return { taken: true, text: await page.text() };
  }

  /** The link in the first mail to this reader, once everybody has theirs. */
  function sees(reader: string, readers: number, id: RequestId): Promise<string> {
    return eventually(`the mails about ${id}`, async () => {
      await sleep(lookEveryMs);
      await runs();
      const asked = (await inbox.mails()).filter(({ body }) => linkIn(body.text).includes(id));
      const own = asked.find(({ destination }) => destination.to.includes(reader));
      const isComplete = new Set(asked.flatMap(({ destination }) => destination.to)).size === readers;
      return own && isComplete && linkIn(own.body.text);
    });
  }

  return {
    sees,

    /** Opens the link, and sends the form of its page. */
    async approve(reader: string, readers: number, id: RequestId, database: string): Promise<void> {
      const link = await sees(reader, readers, id);
      await until(`${reader} approves ${id} by mail`, async () => {
        const page = await attempt(() => open(link));
        if (page?.text.includes(`${reader} approved`)) return true;
        const body = new URLSearchParams({ ...hiddenFieldsOf(page?.text ?? ""), ending: database.slice(-4) });
        const sent = page && (await attempt(() => send(body)));
        return sent && true;
      });
    },
  };

  async function send(body: URLSearchParams): Promise<{ readonly taken: boolean }> {
    const answer = await fetch(`${origin()}/approval`, { method: "POST", body });
    await answer.text();
    return { taken: answer.status === 200 };
  }
}

function linkIn(text: string): string {
  return /^Approve: +(\S+)$/m.exec(text)?.[1] ?? "";
}
