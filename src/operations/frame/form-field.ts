/** One question of the operation's form, in terms that every surface can draw. */
export type FormField = {
  readonly parameter: string;
  readonly label: string;
  readonly hint: string;
  readonly isRequired: boolean;
} & (
  | { readonly kind: "text" | "yes-no" }
  /** One of a few words. */
  | { readonly kind: "choice"; readonly options: readonly string[] }
);
