import { compareCopy } from "@undersigned/core/compare/compare-copy.ts";
import type { Verdict } from "@undersigned/core/compare/copy-report.ts";
import { extract } from "@undersigned/importer/extract.ts";
import type { MadeCopy } from "./make-copy.ts";
import type { CopyKind } from "./manner.ts";

/** What a program that trusted a verdict would take for the signed words. */
const TRUSTED: readonly Verdict[] = ["identical", "faithful", "excerpt"];

export type Judged = {
  readonly seed: number;
  readonly name: string;
  readonly kind: CopyKind;
  readonly attacks: readonly string[];
  readonly typography: readonly string[];
  readonly verdict: Verdict | "refused";
  /** Altered and trusted, or only set otherwise and not called identical or faithful. */
  readonly wrong: boolean;
  /** Milliseconds for reading and comparing, without the making. */
  readonly took: number;
};

const EXTENSION: Readonly<Record<CopyKind, string>> = { text: "txt", html: "html", docx: "docx", pdf: "pdf" };

/** Reads the copy from its bytes as any stranger's file, and holds it against its original. */
export async function judge({ seed, original, kind, attacks, typography, bytes }: MadeCopy): Promise<Judged> {
  const began = performance.now();
  const verdict = await verdictOf();
  const wrong =
    attacks.length > 0 ? TRUSTED.some((one) => one === verdict) : verdict !== "identical" && verdict !== "faithful";
  return { seed, name: original.name, kind, attacks, typography, verdict, wrong, took: performance.now() - began };

  async function verdictOf(): Promise<Judged["verdict"]> {
    try {
      const copy = await extract(bytes, { name: `copy.${EXTENSION[kind]}` });
      return compareCopy({ text: original.text, demands: original.demands, names: null }, copy, null).verdict;
    } catch (error) {
      // Not read is not trusted; what else goes wrong is a fault of ours and stops the bench.
      if (error instanceof Error && "code" in error && error.name === "MalformedError") return "refused";
      throw new Error(`seed ${seed} (${kind}, ${original.name}, ${attacks.join(" + ")}) threw`, { cause: error });
    }
  }
}
