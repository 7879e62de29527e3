export const manage = { title: "manage" } as const;
