import type { ErrorCode } from "@undersigned/core/errors.ts";
import type { ComparisonCheckName } from "@undersigned/core/verify/compare-receipt.ts";
import type { Verdict } from "@undersigned/core/verify/findings.ts";
import { formatReceipt } from "@undersigned/core/verify/receipt.ts";
import { buildBundle, buildReceipt } from "../../tests/bundle-fixture.ts";
import type { Story } from "../../tests/bundle-story.ts";
import { cutStory, tellStory } from "../../tests/bundle-story.ts";
import type { ToldStanding } from "../../tests/bundle-vectors.ts";
import type { Asked, Files } from "./bundle-defect.ts";

/** A receipt beside a bundle, and what a verifier must say to the two. */
export type ComparisonSituation = Asked & {
  readonly about: string;
  readonly verdict: Verdict;
  readonly check?: ComparisonCheckName;
  readonly code?: ErrorCode;
  readonly where?: string;
  readonly standing?: ToldStanding;
  readonly make: () => Promise<{ receipt: string; files: Files }>;
};

type Place = {
  readonly index: number;
  readonly size: number;
  readonly seed?: number;
  readonly statement?: string;
  /** What the log tells, whose beginning the receipt is of; by default the story. */
  readonly told?: Story;
};

export const story = tellStory();

/** The receipt of an entry, made when the log had `size` entries, and a bundle of `later`. */
export async function put(
  { index, size, told = story, ...by }: Place,
  later: Story = told,
  change = (files: Files) => files,
): Promise<{ receipt: string; files: Files }> {
  const receipt = Buffer.from(formatReceipt(await buildReceipt(cutStory(told, size), index, by))).toString();
  return { receipt, files: change(await buildBundle(later)) };
}

/** @param level of the signature, before and now, where that did not change */
export function stands({ level = 1, ...change }: Partial<ToldStanding> = {}): ToldStanding {
  return { status: "standing", reason: null, again: false, upheld: false, levelBefore: level, level, ...change };
}
