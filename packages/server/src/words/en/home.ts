/** The front page. */
export const home = {
  title: "Joint statements",
  lead: "Here organisations and people say something together: the exact words, and everyone who put their name to them.",
  none: "No statement is open here yet.",
  open: "Open for signature",
  openUntil: "Open for signature until {day}",
  closed: "Closed on {day}",
  by: "By {initiators}",
  signed: "{count, plural, =0 {Nobody has signed yet} one {One has signed} other {# have signed}}",
  older: "Older statements",
  newest: "Newest statements",
} as const;
