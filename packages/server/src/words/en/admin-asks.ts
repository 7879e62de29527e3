/** The editor's second step: who speaks, what is asked, and of whom. */
export const adminAsks = {
  initiators: "Who speaks",
  initiatorsHint:
    "The organisations that wrote this statement and open it for signature. Their names stand above it. To take one out, empty its name.",
  initiator: "Organisation {number}",
  anotherInitiator: "One more organisation",
  domain: "Its domain",
  domainHint: "For example coalition.example",
  more: "Add another",
  demands: "What is asked, and of whom",
  demandsHint:
    "Tick each paragraph that asks somebody for something. Then say of whom, one to a line. A statement need not ask for anything: then tick nothing.",
  demand: "¶{number} asks for something",
  addressees: "Of whom does ¶{number} ask it?",
  addresseesHint: "One name to a line, for example “The city council”. May be left empty.",
  inLanguage: "The paragraphs are shown in {language}. Their numbers are the same in every language.",
  noText: "The text has to be mended first: then its paragraphs appear here. <link>Go to the text</link>",
  noParagraphs: "The text has no paragraphs yet. <link>Go to the text</link>",
  gone: "The text has no ¶{number} any more. What was asked there of {addressees} is left out when you save this page.",
  goneNobody: "The text has no ¶{number} any more. It is no longer marked once you save this page.",
} as const;
