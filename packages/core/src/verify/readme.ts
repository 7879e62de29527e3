import { encodeUtf8 } from "../bytes.ts";
import { parseOrigin } from "../log/origin.ts";

/**
 * README.txt of a bundle, the same in every bundle of a statement: a verifier compares it, so that nobody can put advice of
 * their own there, such as another key. Its words are part of the format and change only with it.
 * @param origin of the statement's log, `HOST/s/ID`
 * @throws {MalformedError} `malformed` for what is no origin
 */
export function formatReadme(origin: string): Uint8Array {
  const { host, statement } = parseOrigin(origin);
  return encodeUtf8(`This is everything about one joint statement: its texts, what its signatories
signed, its whole log, and the proof that the log was published.

Depositary: ${host}
Statement:  ${statement}

To check it offline, with Node.js 22.18 or later:

    npx undersigned verify BUNDLE.zip --key KEY

KEY is the depositary's verifier key. Get it from the depositary itself, at
https://${host}/.well-known/undersigned.json
or from somebody you trust, not from bundle.json: whoever makes a false bundle
puts a false key there. Whoever knows witnesses of the depositary names them in
a policy and adds --policy FILE.

To check it in a browser, without a network: open verify.html, where there is
one, and give it this zip and the key. Whoever makes a false bundle puts a false
verify.html there too. When much depends on the answer, bring your own, from the
package "undersigned" or from its source.

versions/N/text.LANG.md        the words of version N, byte for byte
versions/N/consent-notice.txt  what each signatory agreed to
versions/N/manifest.json       what is signed: it names the SHA-256 of those,
                               and its own SHA-256 is the digest of the version
log/                           every entry, and the signed checkpoint of all of
                               them (C2SP tlog-tiles)
heads/                         proof that the checkpoint was published
                               (C2SP tlog-proof)
identity/                      how the depositary's key or host was replaced, if
                               it ever was (C2SP tlog-proof)
translations/N/text.LANG.md    translations of version N that nobody signed
responses/                     what addressees answered, each document under
                               its SHA-256, which an entry of the log names
openings/                      the names of organisations, each with what shows
                               that its entry was made for it
observations/                  what the depositary saw of them beyond their
                               mailbox: in the DNS, on their websites, by keys
                               of theirs; the log commits to each
signatures/N/                  signatures of version N by organisations' own
                               keys (C2SP signed notes)
bundle.json                    an overview, which proves nothing
policy.txt                     the witnesses that the depositary itself asks
                               (C2SP tlog-policy), which proves nothing either
verify.html                    checks all this in a browser

The log holds no names. People are in it as commitments, which only they
and the depositary can open.
`);
}
