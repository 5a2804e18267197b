/** What of a tenant waits for a decision. */
export interface Backlog {
  /** How many there are, and since when the oldest was asked for; of more than 10,000 it counts no more than these. */
  read(tenant: string): Promise<{ readonly open: number; readonly oldest: Date | undefined }>;
}
