import { html } from "hono/html";
import type { SignatureView } from "../../depositary/acts.ts";
import type { Html } from "../../views/html.ts";
import { signatoryName } from "../../views/signatory.ts";
import type { Say } from "../../words/speak.ts";

/** Who signed, as far as administrators may know it; otherwise words for why not. */
export function signatureName(say: Say, { name, organisation, role, place, kind, named }: SignatureView): Html {
  if (name !== null) return signatoryName(say, { kind, name, organisation, role, place });
  return html`<span class="name">${say(named ? "adminSignatures.forgotten" : "adminSignatures.unnamed")}</span>`;
}
