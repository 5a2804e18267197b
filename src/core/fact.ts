/** One thing to know, as people read it. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}
