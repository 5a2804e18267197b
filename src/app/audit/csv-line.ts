/** What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const startsFormula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One line of RFC 4180: every cell quoted, and none of them a formula. An apostrophe in front says where that was needed. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => quoted(String(cell))).join(",")}\r\n`;
}

function quoted(cell: string): string {
  const harmless = startsFormula.test(cell) ? `'${cell}` : cell;
  return `"${harmless.replaceAll('"', '""')}"`;
}
