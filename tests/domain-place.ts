import type { LookupSettings } from "../packages/server/src/lookup/lookup-settings.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";
import { makeCertificateAuthority } from "./certificate-authority.ts";
import type { DnsAnswer, DnsServer, DnsType } from "./dns-server.ts";
import { openDnsServer } from "./dns-server.ts";
import type { HttpsHost } from "./https-host.ts";
import { openHttpsHost } from "./https-host.ts";

/**
 * A small internet on loopback: two DNS servers, which the product is pointed at by its own settings, and the website of an
 * organisation with a certificate of its own authority. 127.0.0.2 passes for a public address; 127.0.0.1 is inside.
 */
export type DomainPlace = {
  readonly settings: LookupSettings;
  readonly resolvers: readonly [DnsServer, DnsServer];
  readonly authority: CertificateAuthority;
  /** The website, at 127.0.0.2. */
  readonly website: HttpsHost;
  /** A server inside, at 127.0.0.1, at the same port: nothing may ever reach it. */
  readonly inside: HttpsHost;
  /** What both DNS servers answer from now on. */
  answer(name: string, type: DnsType, answer: DnsAnswer | ((nth: number) => DnsAnswer)): void;
  close(): Promise<void>;
};

/** @param domain the organisation's, which has a website at it and at its `www.` */
export async function openDomainPlace(domain: string): Promise<DomainPlace> {
  const resolvers = [await openDnsServer(), await openDnsServer()] as const;
  const authority = await makeCertificateAuthority();
  const certificate = await authority.issue([domain, `www.${domain}`]);
  const website = await openHttpsHost(certificate, { address: "127.0.0.2" });
  const inside = await openHttpsHost(certificate, { address: "127.0.0.1", port: website.port });
  const answer: DomainPlace["answer"] = (...given) => {
    for (const server of resolvers) server.answer(...given);
  };
  for (const name of [domain, `www.${domain}`]) answer(name, "A", ["127.0.0.2"]);
  return {
    settings: {
      resolvers: resolvers.map(({ address }) => address),
      authorities: authority.certificate,
      addresses: { also: ["127.0.0.2"] },
      httpsPort: website.port,
    },
    resolvers,
    authority,
    website,
    inside,
    answer,
    async close() {
      await Promise.all([...resolvers, website, inside].map((server) => server.close()));
      authority.remove();
    },
  };
}
