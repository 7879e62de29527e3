type Route = { readonly method: string; readonly path: string };

/** Methods that some route takes on this path, in the form of the header Allow; "" when there is no such path. */
export function allowedMethods(routes: readonly Route[], path: string): string {
  const methods = new Set<string>();
  for (const route of routes) {
    if (route.method === "ALL" || !patternOf(route.path).test(path)) continue;
    methods.add(route.method);
    if (route.method === "GET") methods.add("HEAD");
  }
  return [...methods].sort().join(", ");
}

/** "/statements/:id" as an expression; one segment for each parameter. */
function patternOf(path: string): RegExp {
  const segments = path
    .split("/")
    .map((segment) => (segment.startsWith(":") ? "[^/]+" : segment.replaceAll(".", "\\.")));
  return new RegExp(`^${segments.join("/")}$`);
}
