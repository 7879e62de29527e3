/** Readers of files speak in half sentences, after which their caller goes on. */
export function asSentence(message: string): string {
  // An address is written as it is.
  const begun = /^https?:/.test(message) ? message : message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…”]$/.test(begun) ? begun : `${begun}.`;
}
