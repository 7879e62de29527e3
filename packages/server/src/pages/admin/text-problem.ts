import { LINES_BEFORE_BODY, splitTitle } from "@undersigned/core/statement/title-and-body.ts";
import type { DraftProblem } from "../../depositary/drafts.ts";
import { ownName } from "../../views/language.ts";
import type { Say } from "../../words/speak.ts";
import type { DraftAtHand } from "./draft-step.ts";
import { problemWords } from "./draft-step.ts";

type At = Pick<DraftAtHand, "draft" | "check">;

/** Which of the draft's texts a problem is about, or null. */
export function textOf(problem: DraftProblem): number | null {
  const found = /^texts\.(\d+)\./.exec(problem.field)?.[1];
  return found === undefined ? null : Number(found);
}

/** Whether it is the title's, which has a field of its own. */
export function isOfTitle(problem: DraftProblem): boolean {
  return problem.field.endsWith(".markdown") && problem.line === 1;
}

/** A problem in words, its place as the editor counts it: the body from its first line, the title from its first letter. */
export function textProblemWords(say: Say, at: At, problem: DraftProblem): string {
  const index = textOf(problem);
  const text = index === null ? undefined : at.draft.texts[index];
  if (index === null || text === undefined || !problem.field.endsWith(".markdown")) return problemWords(say, problem);
  // A text that parses and still is at fault is not built like the others.
  if (at.check.texts[index]) return say("adminText.misaligned", { language: ownName(at.draft.texts[0]?.lang ?? "") });
  const { title } = splitTitle(text.markdown);
  if (!isOfTitle(problem)) return problemWords(say, problem, title === "" ? 0 : LINES_BEFORE_BODY);
  if (title === "") return say("adminText.titleMissing");
  // "# " stands before the title in the file.
  const column = Math.max(1, (problem.column ?? 1) - 2);
  return say("adminText.titleProblem", { column, what: problemWords(say, { ...problem, line: undefined }) });
}
