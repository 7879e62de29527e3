/** Custom properties of an element, and those of the elements around it, which it inherits. */
export type Variables = { readonly own: ReadonlyMap<string, string>; readonly outer: Variables | null };

export const NO_VARIABLES: Variables = { own: new Map(), outer: null };

/** Nothing is copied from element to element: a page may have thousands of either. */
export function withOwn(own: ReadonlyMap<string, string>, outer: Variables): Variables {
  return own.size > 0 ? { own, outer } : outer;
}

/** Where a name has its value: what that value says in turn is filled in there, not where it is used. */
function findScope(name: string, variables: Variables): Variables | null {
  let scope: Variables | null = variables;
  while (scope !== null && !scope.own.has(name)) scope = scope.outer;
  return scope;
}

const VARIABLE = /var\(\s*(--[^\s,()]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)/;
/** Variables that one value may ask for, in all, beyond which it counts as not there. */
const SUBSTITUTIONS = 50;
const VALUE_LIMIT = 2_000;

/** A value with its variables filled in; undefined, as if it were not there, where one has no value. */
export function substitute(value: string | undefined, variables: Variables): string | undefined {
  return value?.includes("var(") ? fill(value, variables, { left: SUBSTITUTIONS }) : value;
}

function fill(value: string, variables: Variables, budget: { left: number }): string | undefined {
  let filled = value;
  for (let found = VARIABLE.exec(filled); found !== null; found = VARIABLE.exec(filled)) {
    budget.left -= 1;
    if (budget.left < 0) return undefined;
    const [all, name = "", instead] = found;
    const scope = findScope(name, variables);
    const own = scope?.own.get(name);
    const said = scope === null || own === undefined || own === "initial" ? undefined : fill(own, scope, budget);
    const inner = said ?? (instead === undefined ? undefined : fill(instead, variables, budget));
    if (inner === undefined) return undefined;
    filled = filled.replace(all, () => inner.trim());
    if (filled.length > VALUE_LIMIT) return undefined;
  }
  return filled.includes("var(") ? undefined : filled;
}
