import type { MailTemplate } from "../mail/templates.ts";
import type { Ending } from "./ending.ts";

/** The signature that a mail is about, and to whom it goes. */
export type Departing = {
  readonly title: string;
  readonly kind: "person" | "organisation";
  readonly pending: string;
  /** Of the entry that ended it. */
  readonly index: number;
  readonly token: string;
  readonly mailbox: string;
};

/** The last mail about a signature: what became of it, why, and where its receipt is. */
export function farewell(ending: Ending, { mailbox: to, ...about }: Departing): MailTemplate {
  switch (ending.act) {
    case "withdraw":
      return { template: "withdrawn", to, params: about };
    case "erase":
      return { template: "erased", to, params: about };
    case "anonymise":
      return { template: "anonymised", to, params: { ...about, own: ending.by === null } };
    case "remove": {
      const { reason, explanation } = ending;
      return { template: "removed", to, params: { ...about, reason, explanation } };
    }
  }
}
