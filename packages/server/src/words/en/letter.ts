export const letter = { title: "letter" } as const;
