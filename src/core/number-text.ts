const formats = new Map<string, Intl.NumberFormat>();

/**
 * A number as it is read in English, "1,234.50", with at least and at most so many digits after the point. A format is made once, when
 * it is first needed: it reads the tables of a language, which takes longer than all else that a card's text does.
 */
export function numberText(
  value: number,
  { least = 0, most }: { readonly least?: number; readonly most: number },
): string {
  const key = `${least}-${most}`;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat("en-US", { minimumFractionDigits: least, maximumFractionDigits: most });
  formats.set(key, format);
  return format.format(value);
}
