/** One label of a host name: letters, digits and inner hyphens, at most 63 (RFC 1035 section 2.3.1, RFC 1123 section 2.1). */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Whether `domain` is a registered domain's name as this project writes it: lower case, A-labels (`xn--…`, RFC 5890), two
 * labels or more, no final dot, at most 253 characters, a last label that is not a number (so no IPv4 address).
 * Whether it exists, or belongs to anyone, is not asked.
 */
export function isDomain(domain: string): boolean {
  if (domain.length > 253) return false;
  const labels = domain.split(".");
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) && !/^[0-9]+$/.test(labels.at(-1) ?? "");
}
