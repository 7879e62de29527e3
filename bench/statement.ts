/** The statement that the bench signs: as long as such letters are. */
export function statementBody(): Record<string, unknown> {
  const paragraph =
    "A public bench costs little and gives much: a place to rest, to wait, to meet, and to look at what is there. Where benches go missing, people with tired legs stay at home, and the street belongs to those who hurry.";
  const paragraphs = Array.from({ length: 12 }, (_, i) => `${paragraph} This is the ${i + 1}. reason.`);
  const demands = ["- Put a bench every two hundred steps.", "- Mend what is broken within a month."];
  return {
    texts: [
      { lang: "en", markdown: `# A bench on every street\n\n${paragraphs.join("\n\n")}\n\n${demands.join("\n")}\n` },
    ],
    initiators: [{ name: "Friends of the Bench" }],
    demands: [{ block: 13, addressees: ["Every town council"] }],
  };
}
