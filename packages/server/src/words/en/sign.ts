export const sign = { title: "sign" } as const;
