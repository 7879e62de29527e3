import { tellWitnesses } from "@undersigned/core/verify/tell.ts";
import type { Witnessed } from "@undersigned/core/verify/witnesses.ts";
import { wrap } from "../layout.ts";

/** Whom the policy asks for, and who has cosigned; nothing without a policy. */
export function formatWitnesses(witnessed: Witnessed | null): string {
  const lines = tellWitnesses(witnessed);
  return lines.length === 0 ? "" : `Witnesses\n${lines.map((line) => wrap(line, "  ", "    ")).join("")}`;
}
