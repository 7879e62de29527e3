import type { CssNode, SelectorList, Selector as SelectorNode } from "css-tree";
import { ident } from "css-tree";
import { readNth } from "./nth.ts";
import type { Selector, Test } from "./selector-shape.ts";
import type { Element } from "./tree.ts";

/** States that are a reader's own doing, and pass. */
const PASSING =
  /^(?:hover|focus|focus-within|focus-visible|active|target|target-within|visited|host|host-context|autofill|-webkit-autofill|fullscreen|modal|popover-open|playing|open|user-invalid|user-valid)$/;
const OLD_PSEUDO = /^(?:before|after|first-letter|first-line)$/;

type Draft = {
  parts: { tests: Test[]; combinator: string }[];
  specificity: number;
  pseudo: string | null;
  sure: boolean;
  key: string;
};

/** The selectors of a list. `outer`: what `&` stands for. `quirks`: ids and classes are compared without their case. */
export function readSelectors(list: CssNode | null, outer: readonly Selector[] | null, quirks: boolean): Selector[] {
  if (list?.type !== "SelectorList") return [];
  return [...list.children].flatMap((node) => (node.type === "Selector" ? [readSelector(node, outer, quirks)] : []));
}

function readSelector(node: SelectorNode, outer: readonly Selector[] | null, quirks: boolean): Selector {
  const draft: Draft = { parts: [{ tests: [], combinator: "" }], specificity: 0, pseudo: null, sure: true, key: "*" };
  const nodes = [...node.children];
  const nested = outer !== null && !nodes.some(({ type }) => type === "NestingSelector");
  if (nested) nodes.unshift({ type: "NestingSelector" }, ...(nodes[0]?.type === "Combinator" ? [] : [SPACE]));
  for (const each of nodes) readPart(each, draft, outer, quirks);
  return { ...draft, parts: draft.parts.toReversed() };
}

const SPACE: CssNode = { type: "Combinator", name: " " };
const [ID, CLASS, TAG] = [1 << 20, 1 << 10, 1];

function readPart(node: CssNode, draft: Draft, outer: readonly Selector[] | null, quirks: boolean): void {
  const tests = draft.parts.at(-1)?.tests ?? [];
  if (node.type === "Combinator") {
    draft.parts.push({ tests: [], combinator: node.name });
    draft.key = "*";
  } else if (node.type === "NestingSelector") {
    if (outer === null) return;
    tests.push((element, family) => outer.some((selector) => family.matches(element, selector)));
    draft.specificity += Math.max(0, ...outer.map(({ specificity }) => specificity));
    draft.sure &&= outer.every(({ sure, pseudo }) => sure && pseudo === null);
  } else if (node.type === "TypeSelector") readType(node.name, draft, tests);
  else if (node.type === "IdSelector") {
    const id = fold(ident.decode(node.name), quirks);
    tests.push((element, family) => family.factsOf(element).id === id);
    draft.specificity += ID;
    draft.key = `#${id}`;
  } else if (node.type === "ClassSelector") {
    const name = fold(ident.decode(node.name), quirks);
    tests.push((element, family) => family.factsOf(element).classes.includes(name));
    draft.specificity += CLASS;
    if (!draft.key.startsWith("#")) draft.key = `.${name}`;
  } else if (node.type === "AttributeSelector") {
    tests.push(readAttribute(node));
    draft.specificity += CLASS;
  } else if (node.type === "PseudoElementSelector") draft.pseudo = node.name.toLowerCase();
  else if (node.type === "PseudoClassSelector") readPseudoClass(node, draft, tests, quirks);
  else draft.sure = false;
}

function fold(name: string, quirks: boolean): string {
  return quirks ? name.toLowerCase() : name;
}

function readType(name: string, draft: Draft, tests: Test[]): void {
  const tag = ident.decode(name.replace(/^.*\|/, "")).toLowerCase();
  if (tag === "*") return;
  tests.push((element) => element.tagName.toLowerCase() === tag);
  draft.specificity += TAG;
  if (draft.key === "*") draft.key = tag;
}

function readAttribute(node: Extract<CssNode, { type: "AttributeSelector" }>): Test {
  const name = ident.decode(node.name.name).toLowerCase();
  const fold = node.flags?.toLowerCase() === "i" || name === "type";
  const tidy = (value: string) => (fold ? value.toLowerCase() : value);
  const wanted =
    node.value === null ? "" : tidy(node.value.type === "String" ? node.value.value : ident.decode(node.value.name));
  const compare = COMPARISONS[node.matcher ?? ""];
  return ({ attrs }) => {
    const value = attrs.find((attribute) => attribute.name.toLowerCase() === name)?.value;
    return value !== undefined && (compare === undefined || compare(tidy(value), wanted));
  };
}

const COMPARISONS: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  "=": (value, wanted) => value === wanted,
  "~=": (value, wanted) => wanted !== "" && value.split(/\s+/).includes(wanted),
  "|=": (value, wanted) => value === wanted || value.startsWith(`${wanted}-`),
  "^=": (value, wanted) => wanted !== "" && value.startsWith(wanted),
  "$=": (value, wanted) => wanted !== "" && value.endsWith(wanted),
  "*=": (value, wanted) => wanted !== "" && value.includes(wanted),
};

type PseudoClass = Extract<CssNode, { type: "PseudoClassSelector" }>;

function readPseudoClass(node: PseudoClass, draft: Draft, tests: Test[], quirks: boolean): void {
  const name = node.name.toLowerCase();
  const inner = [...(node.children ?? [])];
  if (OLD_PSEUDO.test(name) && node.children === null) {
    draft.pseudo = name;
    return;
  }
  if (/^(?:not|is|where|matches|-webkit-any|-moz-any)$/.test(name)) {
    readChoice(name, inner.find((each) => each.type === "SelectorList") ?? null, draft, tests, quirks);
    return;
  }
  draft.specificity += CLASS;
  if (PASSING.test(name)) tests.push(() => false);
  else if (name.startsWith("nth-") || /^(?:first|last|only)-/.test(name)) {
    const test = readNth(name, inner[0] ?? null);
    if (test === null) draft.sure = false;
    else tests.push(test);
  } else if (SIMPLE[name] !== undefined) tests.push(SIMPLE[name]);
  else draft.sure = false;
}

function readChoice(name: string, list: SelectorList | null, draft: Draft, tests: Test[], quirks: boolean): void {
  const choices = readSelectors(list, null, quirks);
  if (choices.length === 0 || !choices.every(({ sure }) => sure)) draft.sure = false;
  else {
    const some: Test = (element, family) => choices.some((choice) => family.matches(element, choice));
    tests.push(name === "not" ? (element, family) => !some(element, family) : some);
  }
  if (name !== "where") draft.specificity += Math.max(0, ...choices.map(({ specificity }) => specificity));
}

const has = (element: Element, name: string) => element.attrs.some((attribute) => attribute.name === name);

const SIMPLE: Readonly<Record<string, Test>> = {
  root: ({ tagName }) => tagName === "html",
  scope: ({ tagName }) => tagName === "html",
  empty: ({ childNodes }) => childNodes.every((child) => child.nodeName === "#comment"),
  link: (element) => element.tagName === "a" && has(element, "href"),
  "any-link": (element) => element.tagName === "a" && has(element, "href"),
  checked: (element) => has(element, "checked") || has(element, "selected"),
  disabled: (element) => has(element, "disabled"),
  enabled: (element) => /^(?:input|button|select|textarea)$/.test(element.tagName) && !has(element, "disabled"),
  defined: ({ tagName }) => !tagName.includes("-"),
};
