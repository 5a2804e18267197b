/** Texts by key, kept for years. */
export interface ArchiveObjects {
  /** The same key always gets the same text, so that doing it again is harmless. */
  write(key: string, text: string): Promise<void>;
  read(key: string): Promise<string>;
}
