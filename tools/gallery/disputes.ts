import type { OwnDispute } from "@undersigned/server/depositary/disputes.ts";
import type { StatementView } from "@undersigned/server/depositary/statements.ts";
import type { PublicParts } from "@undersigned/server/pages/public/site.ts";
import { SIGNATORIES } from "./signatories.ts";

const SAID = Date.UTC(2026, 10, 24, 9, 30);

/** Invented disputes over names of the sample; the token says how one stands. */
export function sampleDisputes(statement: () => StatementView): PublicParts["disputes"] {
  const target = (index: number) => {
    const {
      kind = "person",
      name = "",
      domain = null,
      level = 1,
    } = SIGNATORIES.find((one) => one.index === index) ?? {};
    return { index, kind, name, domain, level };
  };
  const own = (state: OwnDispute["state"], asksKey = false): OwnDispute => ({
    statement: statement(),
    id: "d",
    disputed: target(SIGNATORIES[0]?.index ?? 0),
    state,
    level: 2,
    record: { name: "_undersigned.riverbend.example", value: `undersigned=v1 dispute=${"5e".repeat(32)}` },
    asksKey,
    expires: SAID + 7 * 86_400_000,
    openedAt: state === "unconfirmed" ? null : SAID,
    settledAt: null,
  });
  return {
    target: async (_, index) => target(index),
    submit: async () => ({ dispute: "d" }),
    own: async (token) => own(token === "unconfirmed" ? "unconfirmed" : "open", token === "key"),
    confirm: async () => own("open"),
    settle: async () => ({ own: own("open"), problem: "There is no record there yet." }),
    overOwn: async () => ({ openedAt: SAID, answer: null }),
    answer: async () => "noted" as const,
    history: async () => ({
      items: [
        { index: 9, kind: "organisation", name: "Harbour Arts Circle", state: "open", openedAt: SAID, settledAt: null },
        { index: 7, kind: "person", name: null, state: "removed", openedAt: SAID, settledAt: SAID + 86_400_000 },
      ],
      next: null,
    }),
  };
}
