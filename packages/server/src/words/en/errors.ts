/** What is said of a fault that no reader can mend. */
export const errors = {
  unavailable: "We cannot reach our records at this moment. Nothing was lost. Please try again in a minute.",
} as const;
