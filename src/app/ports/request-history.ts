import type { ApprovalRequest } from "../../core/request.ts";

export interface RequestHistory {
  /**
   * A tenant's requests that were asked for at that moment or later, some at a time and the newest first, the instances of bulk
   * requests among them; of each status one more than `most` at the most. What was archived is left out.
   */
  read(tenant: string, from: Date, most: number): AsyncIterable<readonly ApprovalRequest[]>;
}
