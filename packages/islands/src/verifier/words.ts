/** Everything that the page says by itself. What a report says stands in core, and is the same as on the command line. */
export const WORDS = {
  title: "Check a statement",
  lead: "Choose a bundle or a receipt that you have downloaded, and see whether it is what it says it is. Nothing leaves this computer: the page works without a network, and cannot reach one.",
  fileLabel: "The file",
  fileHint: "A bundle (.zip) from a statement's page, or a receipt or proof of a name (.json).",
  drop: "Or drop it anywhere on this page.",
  dropped: "Dropped here: %1",
  keyLabel: "The depositary's key",
  keyHint:
    "From somebody you trust, or from the depositary's own site at /.well-known/undersigned.json: it looks like letters.example+1a2b3c4d+AbC… Not from the bundle: whoever makes a false bundle puts a false key there.",
  policyLabel: "Your policy",
  optional: "if you have one",
  policyHint: "A text file that names the depositary's key and the witnesses that you believe.",
  check: "Check",
  again: "Check again",
  checking: "Checking …",
  progress: "Entry %1 of %2",
  noFile: "Choose a file first: a bundle (.zip) or a receipt (.json).",
  keyRefused: "This is not a verifier key, NAME+ID+KEY:",
  keyAgainstPolicy:
    "Your policy names another key for the depositary than this one. Leave one of the two out, or ask where the difference is from.",
  contradiction:
    "This is a contradiction: proof, perhaps, that a depositary signed what cannot both be true. This page checks bundles and receipts. The command checks it: npx undersigned verify FILE --key KEY",
  policyRefused: "This is not a policy:",
  defect:
    "This page has failed, which says nothing about the file. Try the command instead: npx undersigned verify FILE --key KEY",
  unread: "The file could not be read. Choose it again: it may have been moved or changed since.",
  unsettled: "To settle it, give the depositary's key above, and check again.",
  hint: "This bundle names the key %1. Ask the depositary, or somebody who knows it, whether that is right.",
  signatures: "Signatures",
  witnesses: "Witnesses",
  shown: "Shown as:",
  version: "Version %1",
  checked: "Checked",
  technicians: "For technicians: versions and texts, with their SHA-256",
  status: { ok: "holds", failed: "fails", not_checked: "could not be told" },
  more: "and %1 more",
  place: "Entry %1 of %2, counted from 0, as of %3.",
  save: "Save this report",
  own: "Whoever makes a false bundle can put a false page beside it. When much depends on the answer, use a copy of this page from the package “undersigned” or from its source.",
} as const;

/** "Entry %1 of %2" with its values. */
export function fill(pattern: string, ...values: readonly string[]): string {
  return pattern.replaceAll(/%([1-9])/g, (_, place: string) => values[Number(place) - 1] ?? "");
}
