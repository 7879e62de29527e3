export const confirm = { title: "confirm" } as const;
