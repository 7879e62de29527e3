/** For whom a person signs who names an organisation: so that nobody can mistake it. */
export const capacity = {
  institutional: "for {organisation}: {name}",
  roleAt: "{role} at {organisation}",
  personal: "personal capacity; affiliation for identification only",
} as const;
