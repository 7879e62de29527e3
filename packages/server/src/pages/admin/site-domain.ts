/** The domain in what people give as their website: "https://www.example.org/about" is the domain www.example.org. */
export function domainIn(typed: string): string {
  const rest = typed.trim().replace(/^[a-z]+:\/\//i, "");
  return rest.replace(/[/?#].*$/, "");
}
