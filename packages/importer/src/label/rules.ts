import type { Role } from "../labelled.ts";

/**
 * The rules that give roles, and how often each was right on the letters of the corpus (fixtures/letters), a little
 * drawn towards one half where it had few to show. The confidence of a label is that of its rule.
 */
export const RULES = {
  "outside-region": { role: "footer", confidence: 0.85 },
  "outside-before": { role: "introduction", confidence: 0.75 },
  "outside-after": { role: "footer", confidence: 0.8 },
  "kicker-cue": { role: "kicker", confidence: 0.9 },
  "short-before-headline": { role: "kicker", confidence: 0.6 },
  "headline-of-metadata": { role: "headline", confidence: 0.97 },
  "first-heading": { role: "headline", confidence: 0.95 },
  "first-short-line": { role: "headline", confidence: 0.85 },
  "subject-cue": { role: "headline", confidence: 0.85 },
  "publishers-headline": { role: "introduction", confidence: 0.7 },
  "standfirst-emphasised": { role: "standfirst", confidence: 0.8 },
  "standfirst-before-byline": { role: "standfirst", confidence: 0.75 },
  "standfirst-under-headline": { role: "standfirst", confidence: 0.6 },
  "byline-cue": { role: "byline", confidence: 0.9 },
  dateline: { role: "byline", confidence: 0.9 },
  letterhead: { role: "byline", confidence: 0.75 },
  "initiator-cue": { role: "byline", confidence: 0.85 },
  "framing-cue": { role: "introduction", confidence: 0.85 },
  "before-statement": { role: "introduction", confidence: 0.85 },
  "before-salutation": { role: "introduction", confidence: 0.65 },
  "addressee-cue": { role: "addressees", confidence: 0.93 },
  "address-block": { role: "addressees", confidence: 0.75 },
  "salutation-cue": { role: "salutation", confidence: 0.95 },
  heading: { role: "heading", confidence: 0.95 },
  "short-line-alone": { role: "heading", confidence: 0.6 },
  paragraph: { role: "body", confidence: 0.9 },
  "list-without-demands": { role: "body", confidence: 0.75 },
  "lead-in-cue": { role: "demand-lead-in", confidence: 0.93 },
  "lead-in-colon": { role: "demand-lead-in", confidence: 0.6 },
  "list-after-lead-in": { role: "demand", confidence: 0.93 },
  "list-under-heading": { role: "demand", confidence: 0.9 },
  "heading-that-asks": { role: "demand", confidence: 0.8 },
  "list-by-title": { role: "demand", confidence: 0.7 },
  "items-that-ask": { role: "demand", confidence: 0.8 },
  "running-demand": { role: "demand", confidence: 0.8 },
  "closing-cue": { role: "closing", confidence: 0.9 },
  "signature-cue": { role: "signature-lead-in", confidence: 0.95 },
  "signature-group": { role: "signature-lead-in", confidence: 0.7 },
  "after-signature-lead-in": { role: "signatory", confidence: 0.95 },
  "after-closing": { role: "signatory", confidence: 0.85 },
  "names-at-the-end": { role: "signatory", confidence: 0.65 },
  "says-more": { role: "signatory", confidence: 0.8 },
  "footer-cue": { role: "footer", confidence: 0.85 },
  "after-signatories": { role: "footer", confidence: 0.75 },
} as const satisfies { readonly [rule: string]: { readonly role: Role; readonly confidence: number } };

export type Rule = keyof typeof RULES;
