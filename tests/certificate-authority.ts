import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY = 86_400_000;

export type IssuedCertificate = { readonly key: string; readonly cert: string };

/** A certificate authority of a test's own: hosts get certificates from it, and the product is told of it by LOOKUP_CA_FILE. */
export type CertificateAuthority = {
  /** PEM */
  readonly certificate: string;
  /** A file with it. */
  readonly file: string;
  /** For these names. `expired`: it ended yesterday. */
  issue(names: readonly string[], options?: { expired?: boolean }): Promise<IssuedCertificate>;
  remove(): void;
};

export async function makeCertificateAuthority(): Promise<CertificateAuthority> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const subject = "CN=Test authority";
  const own = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: subject,
    notBefore: new Date(Date.now() - 10 * DAY),
    notAfter: new Date(Date.now() + 10 * DAY),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const folder = mkdtempSync(join(tmpdir(), "undersigned-ca-"));
  const file = join(folder, "ca.pem");
  const certificate = own.toString("pem");
  writeFileSync(file, certificate);
  return {
    certificate,
    file,
    async issue(names, { expired = false } = {}) {
      const host = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
      const issued = await X509CertificateGenerator.create({
        serialNumber: serial(),
        subject: `CN=${names[0] ?? ""}`,
        issuer: subject,
        notBefore: new Date(Date.now() - 5 * DAY),
        notAfter: new Date(Date.now() + (expired ? -DAY : 5 * DAY)),
        signingKey: keys.privateKey,
        publicKey: host.publicKey,
        signingAlgorithm: ALGORITHM,
        extensions: [new SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns", value })))],
      });
      const pkcs8 = await crypto.subtle.exportKey("pkcs8", host.privateKey);
      return { key: PemConverter.encode(pkcs8, "PRIVATE KEY"), cert: issued.toString("pem") };
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function serial(): string {
  return `01${randomBytes(8).toString("hex")}`;
}
