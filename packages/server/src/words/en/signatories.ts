export const signatories = { title: "signatories" } as const;
