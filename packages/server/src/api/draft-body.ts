import type { z } from "@hono/zod-openapi";
import type { Depositary } from "../depositary/depositary.ts";
import type { Draft, DraftTerms } from "../depositary/drafts.ts";
import { FieldsRefusedError } from "../depositary/field-problems.ts";
import type { draftBody } from "./statement-schemas.ts";

type Body = z.output<typeof draftBody>;

/**
 * The draft that a body asks for, with the depositary's defaults for what it leaves out. A person may keep a draft with
 * problems and come back to it; a program is told of them at once.
 * @throws FieldsRefusedError
 */
export async function readDraftBody(
  body: Body,
  { drafts, identity }: Pick<Depositary, "drafts" | "identity">,
): Promise<Draft> {
  const defaults = await drafts.defaults();
  const { slug, texts, initiators, demands = [], closes = null } = body;
  const draft: Draft = {
    ...(slug === undefined ? {} : { slug }),
    texts,
    initiators,
    demands,
    closes,
    terms: readTerms(body, defaults.terms, identity.baseUrl),
    visibility: body.visibility ?? defaults.visibility,
    publishes: body.publishes ?? null,
  };
  const { problems } = await drafts.check(draft);
  if (problems.length > 0) throw new FieldsRefusedError(problems);
  return draft;
}

/** Before the set-up there is no organisation to stand for the data: then the first initiator does. */
function readTerms(body: Body, defaults: DraftTerms, baseUrl: string): DraftTerms {
  const [first] = body.initiators;
  const controller = {
    name: defaults.controller.name || (first?.name ?? ""),
    contact: defaults.controller.contact || (first?.domain === undefined ? baseUrl : `https://${first.domain}`),
  };
  const given = Object.entries(body.terms ?? {}).filter(([, value]) => value !== undefined);
  const terms = { ...defaults, controller, ...Object.fromEntries(given) };
  return body.reservations === undefined ? terms : { ...terms, reservations: body.reservations };
}
