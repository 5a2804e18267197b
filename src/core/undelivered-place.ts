import type { Surface } from "./person.ts";

/** One place where people should have seen the request and could not. */
export interface Undelivered {
  readonly surface: Surface;
  /** A channel's id, or the address of a person. */
  readonly place: string;
  readonly reason: string;
  readonly at: Date;
}
