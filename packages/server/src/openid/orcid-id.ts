/** An ORCID iD: 15 digits and a check character, in groups of four. */
const SHAPE = /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/;

/** Whether it is an ORCID iD whose check character is right (ISO 7064, MOD 11-2), as support.orcid.org describes it. */
export function isOrcidId(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const digits = text.replaceAll("-", "");
  let sum = 0;
  for (const digit of digits.slice(0, 15)) sum = (sum + Number(digit)) * 2;
  const check = (12 - (sum % 11)) % 11;
  return digits[15] === (check === 10 ? "X" : String(check));
}
