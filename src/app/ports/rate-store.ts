/** So many calls at once, and afterwards so many a minute. */
export interface RateLimit {
  readonly burst: number;
  readonly perMinute: number;
}

/** Whether the calls may be made, or in how many seconds they may. */
export type RateAnswer =
  | { readonly isGranted: true }
  | { readonly isGranted: false; readonly retryAfterSeconds: number };

/** Buckets that all instances of a function draw from. */
export interface RateStore {
  /** Takes so many calls out of a bucket at once, all or none. */
  take(bucket: string, calls: number, limit: RateLimit, now: Date): Promise<RateAnswer>;
}
