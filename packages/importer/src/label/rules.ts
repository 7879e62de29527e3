import type { Role } from "../labelled.ts";

/**
 * The rules that give roles, and how often each was right on the letters of the corpus (fixtures/letters), a little
 * drawn towards one half where it had few to show. The confidence of a label is that of its rule.
 */
export const RULES = {
  "outside-region": { role: "footer", confidence: 0.95 },
  "outside-before": { role: "introduction", confidence: 0.75 },
  "outside-after": { role: "footer", confidence: 0.8 },
  "kicker-cue": { role: "kicker", confidence: 0.96 },
  "short-before-headline": { role: "kicker", confidence: 0.6 },
  "headline-of-metadata": { role: "headline", confidence: 0.97 },
  "first-heading": { role: "headline", confidence: 0.97 },
  "first-short-line": { role: "headline", confidence: 0.85 },
  "subject-cue": { role: "headline", confidence: 0.83 },
  "publishers-headline": { role: "introduction", confidence: 0.67 },
  "standfirst-emphasised": { role: "standfirst", confidence: 0.8 },
  "standfirst-before-byline": { role: "standfirst", confidence: 0.8 },
  "standfirst-under-headline": { role: "standfirst", confidence: 0.6 },
  "byline-cue": { role: "byline", confidence: 0.83 },
  dateline: { role: "byline", confidence: 0.95 },
  letterhead: { role: "byline", confidence: 0.7 },
  "initiator-cue": { role: "byline", confidence: 0.83 },
  "framing-cue": { role: "introduction", confidence: 0.93 },
  "before-statement": { role: "introduction", confidence: 0.75 },
  "before-salutation": { role: "introduction", confidence: 0.5 },
  "addressee-cue": { role: "addressees", confidence: 0.91 },
  "address-block": { role: "addressees", confidence: 0.88 },
  "salutation-cue": { role: "salutation", confidence: 0.97 },
  heading: { role: "heading", confidence: 0.91 },
  "short-line-alone": { role: "heading", confidence: 0.75 },
  paragraph: { role: "body", confidence: 0.94 },
  "list-without-demands": { role: "body", confidence: 0.76 },
  "lead-in-cue": { role: "demand-lead-in", confidence: 0.97 },
  "lead-in-colon": { role: "demand-lead-in", confidence: 0.67 },
  "list-after-lead-in": { role: "demand", confidence: 0.97 },
  "list-under-heading": { role: "demand", confidence: 0.95 },
  "heading-that-asks": { role: "demand", confidence: 0.8 },
  "list-by-title": { role: "demand", confidence: 0.83 },
  "items-that-ask": { role: "demand", confidence: 0.8 },
  "running-demand": { role: "demand", confidence: 0.96 },
  "closing-cue": { role: "closing", confidence: 0.97 },
  "signature-cue": { role: "signature-lead-in", confidence: 0.97 },
  "signature-group": { role: "signature-lead-in", confidence: 0.86 },
  "after-signature-lead-in": { role: "signatory", confidence: 0.97 },
  "after-closing": { role: "signatory", confidence: 0.97 },
  "names-at-the-end": { role: "signatory", confidence: 0.94 },
  "says-more": { role: "signatory", confidence: 0.92 },
  "footer-cue": { role: "footer", confidence: 0.93 },
  "after-signatories": { role: "footer", confidence: 0.67 },
} as const satisfies { readonly [rule: string]: { readonly role: Role; readonly confidence: number } };

export type Rule = keyof typeof RULES;
