/** Readers of files speak in half sentences, after which their caller goes on. */
export function asSentence(message: string): string {
  const begun = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…”]$/.test(begun) ? begun : `${begun}.`;
}
