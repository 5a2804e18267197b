import type { PersonId } from "../../core/person.ts";

/** Why an address gets no more mail, until an operator takes the block away. */
interface MailBlock {
  readonly address: PersonId;
  /** As people read it: "the mailbox does not exist". */
  readonly reason: string;
  readonly since: Date;
}

export interface MailBlocks {
  find(address: PersonId): Promise<MailBlock | undefined>;
  /** Keeps it; the first one of an address stays. */
  add(block: MailBlock): Promise<void>;
}
