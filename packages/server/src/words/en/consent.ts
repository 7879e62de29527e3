/** The consent notice, frozen with a version: what every signatory agrees to. Its SHA-256 is in the manifest. */
export const consent = {
  who: "{controller} counts my signature under “{title}”.",
  shownChoice:
    "It publishes what I choose: my name with what I add to it, or nothing about me. Showing my name may reveal my political opinions.",
  shownAlways: "It publishes my name with what I add to it. This may reveal my political opinions.",
  domain:
    "Of an organisation it also publishes the domain of the e-mail address that confirmed, such as coalition.example, and what shows that it signs.",
  given: "It gives what is published to {addressees}.",
  mailbox:
    "My e-mail address is never published. It is deleted {days, plural, =0 {when the statement closes} one {# day after the statement closes} other {# days after the statement closes}}.",
  unconfirmed:
    "If I do not confirm from my mailbox, all I typed is deleted after {days, plural, one {# day} other {# days}}.",
  back: "I can take my name off at any time. Nobody can recall copies that others made before.",
  log: "A public log keeps, for good, that a signature was given, without my name.",
  age: "I am {age} or older.",
  contact: "Questions about my data go to {controller}: {contact}",
} as const;
