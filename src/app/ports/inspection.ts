/** What a deployment is made of, as AWS and Slack describe it. Each gives nothing where there is no such thing. */
export interface TableInspector {
  find(name: string): Promise<FoundTable | undefined>;
}

export interface FoundTable {
  readonly isActive: boolean;
  readonly keys: readonly string[];
  readonly indexes: readonly {
    readonly name: string;
    readonly isActive: boolean;
    readonly keys: readonly string[];
  }[];
  /** What its stream shows; nothing where it has none. */
  readonly stream: string | undefined;
  /** The attribute by which items end; nothing where none do. */
  readonly timeToLive: string | undefined;
}

export interface QueueInspector {
  find(name: string): Promise<FoundQueue | undefined>;
}

interface FoundQueue {
  readonly arn: string;
  readonly waiting: number;
  readonly hidden: number;
  /** The ARN of its dead-letter queue. */
  readonly deadLetters: string | undefined;
}

export interface TopicInspector {
  /** The endpoints of its subscriptions that are confirmed. */
  find(name: string): Promise<{ readonly endpoints: readonly string[] } | undefined>;
}

export interface MailInspector {
  /** How many mails may be sent within 24 hours, and were. */
  quota(): Promise<{ readonly most: number; readonly sent: number }>;
  /** `Success` where mails from it are let out; nothing where SES does not know it. */
  identityStatus(identity: string): Promise<string | undefined>;
}

export interface SlackInspector {
  /** Whose token it is and what it may do; or Slack's code for why it is none. */
  look(): Promise<
    | {
        readonly ok: true;
        readonly team: string;
        readonly bot: string;
        readonly scopes: readonly string[] | undefined;
      }
    | { readonly ok: false; readonly code: string }
  >;
}

export interface AwsClock {
  /** How far this machine's clock is ahead of AWS's, in milliseconds. */
  ahead(): Promise<number>;
}
