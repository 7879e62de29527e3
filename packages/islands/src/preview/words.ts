/** What the page tells the island to say: words stand in the server's catalogues. "%1", "%2" … are filled in. */
export type Words = {
  readonly broken: string;
  readonly tidied: string;
  readonly empty: string;
  readonly problem: string;
  readonly show: string;
  readonly paragraph: string;
  readonly place: string;
  readonly inTitle: string;
  /** Of whom something is asked, by the number of the paragraph that asks. */
  readonly asked: Readonly<Record<string, string>>;
};

export function readWords(source: string): Words {
  const given: unknown = JSON.parse(source);
  const word = (name: Exclude<keyof Words, "asked">) => String(Reflect.get(Object(given), name) ?? "");
  const asked = Object.entries(Object(Reflect.get(Object(given), "asked")));
  return {
    broken: word("broken"),
    tidied: word("tidied"),
    empty: word("empty"),
    problem: word("problem"),
    show: word("show"),
    paragraph: word("paragraph"),
    place: word("place"),
    inTitle: word("inTitle"),
    asked: Object.fromEntries(asked.map(([number, words]) => [number, String(words)])),
  };
}

/** "Line %1: %2" with its values. */
export function fill(pattern: string, ...values: readonly (string | number)[]): string {
  return pattern.replaceAll(/%([1-9])/g, (_, place: string) => String(values[Number(place) - 1] ?? ""));
}
