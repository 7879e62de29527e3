import type { SourceOrigin } from "../../depositary/given-source.ts";
import type { Say } from "../../words/speak.ts";

/** Where a text came from, in a few words. */
export function originWords(say: Say, { kind, name, address }: SourceOrigin): string {
  if (kind === "address") return say("adminImports.fromAddress", { address: address ?? "" });
  if (kind !== "file") return say("adminImports.fromPaste");
  return name ? say("adminImports.fromFile", { name }) : say("adminImports.fromFileUnnamed");
}
