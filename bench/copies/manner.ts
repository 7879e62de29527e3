import type { Chance } from "./chance.ts";

export type CopyKind = "text" | "html" | "docx" | "pdf";

/** What a publisher puts around the statement. */
export type Framing = { readonly before: readonly string[]; readonly after: readonly string[] };

/** How much of a publisher's own manner a copy has: wrapped lines, bullets, wrappers, chosen by chance. */
export type Manner = { readonly chance: Chance; readonly framing: Framing; readonly lang: string };
