/** How far a page may go before it names its character set (HTML, "prescan a byte stream"). */
const PRESCAN = 1_024;

/**
 * The character set that a header, or a page itself, says it is in; null when neither does. A mark at the beginning of the
 * bytes outranks both and is looked for elsewhere.
 * @param type a Content-Type header
 */
export function declaredCharset(bytes: Uint8Array, type: string | undefined): string | null {
  const header = /charset\s*=\s*"?([^\s;"]+)/i.exec(type ?? "")?.[1];
  if (header !== undefined) return header;
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, PRESCAN)).replaceAll(/<!--[\s\S]*?-->/g, "");
  const found =
    /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(head)?.[1] ??
    /^<\?xml\b[^>]*\bencoding\s*=\s*["']([^"']+)/i.exec(head)?.[1];
  // What was read byte by byte up to here cannot be in UTF-16 (HTML, "prescan", step "charset is UTF-16BE/LE").
  return found === undefined || /^utf-?16/i.test(found) ? null : found;
}
