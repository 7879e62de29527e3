/** How a provider spells one mailbox in several ways. */
export type MailProvider = {
  /** The name that stands for all of the provider's domains that share mailboxes. */
  readonly domain: string;
  /** What begins a tag that the owner may add: `name+tag`. */
  readonly tags: readonly string[];
  /** Characters of the name that the provider does not look at. */
  readonly ignored: readonly string[];
};

type Row = readonly [domains: string, tags: string, ignored: string];

/**
 * Domains that share mailboxes, the characters that begin a tag, the characters that are ignored. Domains of one
 * provider that do not share mailboxes (outlook.com and hotmail.com) have a row each. From the providers' own help pages, 2026.
 */
const ROWS: readonly Row[] = [
  ["gmail.com googlemail.com", "+", "."],
  ["outlook.com", "+", ""],
  ["outlook.de", "+", ""],
  ["outlook.fr", "+", ""],
  ["outlook.es", "+", ""],
  ["outlook.it", "+", ""],
  ["hotmail.com", "+", ""],
  ["hotmail.co.uk", "+", ""],
  ["hotmail.de", "+", ""],
  ["hotmail.es", "+", ""],
  ["hotmail.fr", "+", ""],
  ["hotmail.it", "+", ""],
  ["live.com", "+", ""],
  ["live.co.uk", "+", ""],
  ["live.fr", "+", ""],
  ["live.nl", "+", ""],
  ["msn.com", "+", ""],
  ["icloud.com me.com mac.com", "+", ""],
  ["proton.me protonmail.com pm.me protonmail.ch", "+", ".-_"],
  ["fastmail.com", "+", ""],
  ["fastmail.fm", "+", ""],
  ["posteo.de", "+", ""],
  ["posteo.net", "+", ""],
  ["mailbox.org", "+", ""],
  ["disroot.org", "+", ""],
  ["riseup.net", "+", ""],
  ["zoho.com zohomail.com", "+", ""],
  ["runbox.com", "+", ""],
  ["yandex.ru yandex.com ya.ru yandex.by yandex.kz yandex.ua", "+", ""],
];

const PROVIDERS: ReadonlyMap<string, MailProvider> = new Map(
  ROWS.flatMap(([domains, tags, ignored]) => {
    const names = domains.split(" ");
    const provider: MailProvider = { domain: names[0] ?? "", tags: [...tags], ignored: [...ignored] };
    return names.map((name): [string, MailProvider] => [name, provider]);
  }),
);

/** @param domain lower-case ASCII */
export function findProvider(domain: string): MailProvider | undefined {
  return PROVIDERS.get(domain);
}
