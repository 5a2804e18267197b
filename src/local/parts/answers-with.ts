/** Whether a GET of the address is answered within a second, with a 2xx status and the words expected in its body. */
export async function answersWith(url: string, words: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    const body = await response.text();
    return response.ok && body.includes(words);
  } catch {
    return false;
  }
}
