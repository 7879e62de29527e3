import { html } from "hono/html";
import type { SignedInput } from "../depositary/signing.ts";
import type { Say } from "../words/speak.ts";
import type { Html } from "./html.ts";
import { when } from "./html.ts";

type Shown = Pick<SignedInput, "kind" | "organisation" | "role"> & {
  readonly capacity?: SignedInput["capacity"] | undefined;
};

/** Whether a person stands there with an organisation, so that it must be said for whom they sign. */
export function isAffiliated({ kind, organisation, capacity }: Shown): boolean {
  return kind === "person" && Boolean(organisation) && capacity !== undefined;
}

/**
 * A person with an organisation, so that nobody takes the one for the other: "for LIBRARY: NAME, director", or "NAME, director at
 * LIBRARY (personal capacity; affiliation for identification only)".
 * @param more what stands behind: the place
 */
export function affiliatedName(say: Say, { organisation, role, capacity }: Shown, name: Html, more: Html): Html {
  const at = html`<bdi>${organisation}</bdi>`;
  if (capacity === "institutional") {
    return html`${say.rich("capacity.institutional", { organisation: at, name })}<span class="beside">${when(role, (its) => html`, <bdi>${its}</bdi>`)}${more}</span>`;
  }
  const where = role ? say.rich("capacity.roleAt", { role: html`<bdi>${role}</bdi>`, organisation: at }) : at;
  return html`${name}<span class="beside">, ${where}${more} (${say("capacity.personal")})</span>`;
}
