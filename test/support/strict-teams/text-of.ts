/** All texts of a message, as a reader sees them. */
export function textOf(message: { readonly text?: string; readonly card?: unknown } | undefined): string {
  return textsIn([message?.text ?? "", message?.card]).join("\n");
}

function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "object" || ["text", "title", "label", "value"].includes(key) ? textsIn(inner) : [],
  );
}
