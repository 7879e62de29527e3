/** Words inside a bundle. */
export const bundle = {
  readme: `This is everything about one statement: its texts, what its signatories signed under, its whole log, and the proof that the log was published.

Check it, offline, on any computer with Node.js 22.18 or later:

    npx undersigned verify BUNDLE.zip --key KEY

where KEY is the verifier key of the depositary {origin}. Get the key from the depositary itself (https://{origin}/.well-known/undersigned.json) or from somebody you trust, not from this file: whoever made a false bundle would put a false key in it.

versions/1/text.en.md     the words, byte for byte: sha256sum gives the digest that the manifest names
versions/1/manifest.json  what is signed: its SHA-256 is the digest of the version
log/                      the log of statement {statement}: C2SP tlog-tiles
heads/                    the head that covers it, and its proof in the depositary's log of heads: C2SP tlog-proof
openings/                 who the named organisations are, each opening the commitment in its entry

The log holds no names. People are in it as commitments that nobody can open without their leave.
`,
} as const;
