/** What is said for each kind of refusal that has no better words of its own. */
export const errors = {
  not_found: "We could not find that.",
  wrong_state: "This statement is not open for signature.",
  wrong_version:
    "The text changed while you were reading. Please read the new text below, then sign it if you still agree.",
  not_allowed: "The terms of this statement do not allow that.",
  token_invalid:
    "This link is not complete, or it has been used up. Please open the newest mail and use its link whole.",
  token_expired: "This link has expired. Nothing was counted or published. You can sign again.",
  code_invalid: "That code is not the one we sent. Please check it and type it again.",
  attempts_exhausted:
    "The code was wrong five times, so it no longer works. Please use the link in the mail, or sign again.",
  rate_limited: "Too many attempts from here in a short time. Please wait a few minutes and try again.",
  unavailable: "We cannot reach our records at this moment. Nothing was lost. Please try again in a minute.",
  too_large: "That is more than this form takes.",
  other: "We could not do that.",
} as const;
