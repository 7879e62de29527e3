/**
 * What invented names of one language are put together from. Whoever bears one by chance has nothing to do with it. Lists
 * are words with a space between them; of two lists, one word of each is taken.
 */
export type Tongue = {
  /** In which language they read the Declaration: an edition's. */
  readonly lang: string;
  /** How many of a hundred signatories, roughly. */
  readonly share: number;
  /** Given names, and beginnings and ends of family names; apart where they agree in gender. */
  readonly people: readonly { readonly given: string; readonly family: readonly [string, string] }[];
  /** Family name first, and nothing between the two. */
  readonly familyFirst?: boolean;
  /** Beginnings and ends of places, and what stands between the two. */
  readonly places: readonly [beginnings: string, between: string, ends: string];
  readonly roles: readonly string[];
  /** What calls itself after a place. */
  readonly bodies: readonly ((place: string) => string)[];
};
