import { speak } from "../words/speak.ts";
import type { Draft } from "./drafts.ts";

/**
 * What every signatory of a version agrees to, in words, a sentence a line: frozen with the version, whose manifest has
 * the SHA-256 of its UTF-8 bytes.
 */
export function writeConsentNotice(title: string, { terms, demands }: Pick<Draft, "terms" | "demands">): string {
  const say = speak("en");
  const { controller, retention } = terms;
  const addressees = [...new Set(demands.flatMap((demand) => demand.addressees))];
  const lines = [
    say("consent.who", { controller: controller.name, title }),
    terms.unnamed ? say("consent.shownChoice") : say("consent.shownAlways"),
    ...(terms.who.includes("organisation") ? [say("consent.domain")] : []),
    ...(addressees.length > 0 ? [say("consent.given", { addressees: say.list(addressees) })] : []),
    say("consent.mailbox", { days: retention.mailboxDays }),
    say("consent.unconfirmed", { days: retention.unconfirmedDays }),
    say("consent.back"),
    say("consent.log"),
    ...(terms.minimumAge > 0 ? [say("consent.age", { age: terms.minimumAge })] : []),
    say("consent.contact", { controller: controller.name, contact: controller.contact }),
  ];
  return `${lines.join("\n")}\n`;
}
