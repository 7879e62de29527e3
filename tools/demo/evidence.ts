import type { DnsServer } from "../../tests/dns-server.ts";
import type { StatementJson } from "../live/api-client.ts";
import type { MailReceiver } from "../live/mail-receiver.ts";
import { findManageLink } from "./crowd.ts";
import type { Signatory } from "./signatories.ts";

/** So many organisations have their own domains say that they signed. */
const SHOWING = 12;

/** The web masters of some organisations put a record into the DNS of their domains, and have it looked at. Returns how many. */
export async function showByDns(
  { mail, dns, statement }: { mail: MailReceiver; dns: DnsServer; statement: StatementJson },
  signatories: readonly Signatory[],
): Promise<number> {
  const organisations = signatories.filter(({ kind }) => kind === "organisation").slice(0, SHOWING);
  for (const { mailbox } of organisations) {
    const domain = mailbox.slice(mailbox.indexOf("@") + 1);
    dns.answer(`_undersigned.${domain}`, "TXT", [`undersigned=v1 version=${statement.version?.digest}`]);
    const link = await findManageLink(mail, mailbox);
    const body = new URLSearchParams({ token: link.searchParams.get("token") ?? "", how: "dns" });
    const answer = await fetch(new URL("/evidence", link), { method: "POST", body });
    const words = await answer.text();
    if (!answer.ok || !words.includes("Seen, and recorded")) {
      throw new Error(`looking at the DNS of ${domain} was answered ${answer.status}`);
    }
  }
  return organisations.length;
}
