import { encodeHex } from "@undersigned/core/bytes.ts";
import { append, emptyEdge } from "@undersigned/core/log/append.ts";
import { hashLeaf } from "@undersigned/core/log/merkle.ts";
import { STATEMENT } from "../../tests/bundle-story.ts";
import type { BundleDefects } from "./bundle-defect.ts";
import {
  BY,
  CLUB,
  change,
  DOMAIN,
  FILE,
  GONE,
  LAST,
  LIBRARY,
  mismatch,
  NOTE,
  ORIGIN,
  observeAll,
  RESOLVER,
  refused,
  tell,
  versionRecord,
} from "./observed-situation.ts";
import { bytesOf, changeLines, drop, put, replaceText } from "./tamper.ts";
export const OBSERVED_VALID: BundleDefects = {
  observations_valid: {
    about: "A record in the DNS, a key that it names, a signature by that key, and a word for another organisation.",
    verdict: "valid",
    make: () => tell(observeAll),
  },
  observations_valid_without_notes: {
    about: "The notes may be left out: each signature also stands in its observation.",
    verdict: "valid",
    make: () => change((files) => drop(files, NOTE)),
  },
  observations_valid_one_left_out: {
    about: "An observation may be left out.",
    verdict: "valid",
    make: () => change((files) => changeLines(files, FILE, (lines) => lines.slice(0, -1))),
  },
  observations_valid_all_left_out: {
    about: "All of them may be left out, and the notes with them.",
    verdict: "valid",
    make: () => change((files) => drop(drop(files, NOTE), FILE)),
  },
  observations_valid_gone: {
    about: "What was seen is gone, and the level fell with it.",
    verdict: "valid",
    make: () =>
      tell((teller) => {
        teller.observe(LIBRARY, 3, versionRecord(teller));
        teller.observe(LIBRARY, 2, GONE);
      }),
  },
  observations_valid_gone_vouch: {
    about: "Whoever vouched for the club took that back: the domain is that of who had vouched, and not the club's.",
    verdict: "valid",
    make: () =>
      tell((teller) => {
        const version = teller.story.versions[0]?.digest ?? "";
        teller.observe(CLUB, 1, { kind: "vouch", by: BY, words: "They meet in our rooms.", version });
        teller.observe(CLUB, 1, { kind: "gone", domain: DOMAIN, of: "vouch", resolvers: [], version });
      }),
  },
  observations_valid_approved: {
    about: "A page of the website and a second person's approval bear out level 4, recorded together.",
    verdict: "valid",
    make: () =>
      tell((teller) => {
        const [url, link] = [`https://www.${DOMAIN}/news`, `https://${ORIGIN}`];
        teller.observe(LIBRARY, 4, { kind: "approval", domain: DOMAIN, role: "Treasurer" });
        teller.observe(LIBRARY, 4, { kind: "web-page", domain: DOMAIN, url, link, sha256: "ab".repeat(32) });
      }),
  },
  observations_valid_before_a_move: {
    about: "It was observed before the log went on under another origin, and bears the earlier one.",
    verdict: "valid",
    make: () =>
      tell((teller) => {
        const origin = `old.example/s/${STATEMENT}`;
        teller.observe(LIBRARY, 3, { ...versionRecord(teller), statement: origin });
        const { root } = append(emptyEdge(), teller.story.entries.map(hashLeaf));
        teller.add({ act: "succeed", origin, size: teller.story.entries.length, root: encodeHex(root) });
      }),
  },
};

/** Lines of observations. */
export const OBSERVED_LINE_DEFECTS: BundleDefects = {
  observation_changed: {
    about: "The domain's record is another.",
    ...mismatch,
    where: `${FILE}, line 1`,
    make: () => change((files) => replaceText(files, FILE, RESOLVER, "192.0.2.54:53")),
  },
  observation_with_another_salt: {
    about: "The salt is another.",
    ...mismatch,
    where: `${FILE}, line 1`,
    make: () =>
      change((files) =>
        changeLines(files, FILE, ([first = "", ...rest]) => [first.replace(/.{8}"}$/, '00000000"}'), ...rest]),
      ),
  },
  observation_under_another_attest: {
    about: "It stands under the index of an act that commits to another observation.",
    ...mismatch,
    where: `${FILE}, line 1`,
    make: () =>
      change((files) =>
        changeLines(replaceText(files, FILE, `"index":${LAST + 1}`, `"index":${LAST + 2}`), FILE, ([first = ""]) => [
          first,
        ]),
      ),
  },
  observation_under_no_attest: {
    about: "It stands under the index of an act that commits to nothing.",
    ...mismatch,
    where: `${FILE}, line 1`,
    make: () => change((files) => replaceText(files, FILE, `"index":${LAST + 1}`, `"index":${LAST}`)),
  },
  observation_beyond_the_log: {
    about: "There is no entry of that index.",
    ...mismatch,
    where: `${FILE}, line 4`,
    make: () => change((files) => replaceText(files, FILE, `"index":${LAST + 4}`, `"index":${LAST + 5}`)),
  },
  observations_out_of_order: {
    about: "The lines are not in the order of their entries.",
    ...mismatch,
    where: `${FILE}, line 2`,
    make: () => change((files) => changeLines(files, FILE, ([a = "", b = "", ...rest]) => [b, a, ...rest])),
  },
  observation_twice: {
    about: "A line stands there twice.",
    ...mismatch,
    where: `${FILE}, line 2`,
    make: () => change((files) => changeLines(files, FILE, ([first = "", ...rest]) => [first, first, ...rest])),
  },
  observation_with_a_space: {
    about: "A line says the same in another spelling.",
    ...refused,
    code: "not_canonical",
    where: `${FILE}, line 1`,
    make: () => change((files) => replaceText(files, FILE, '"index":', '"index": ')),
  },
  observation_with_a_note_of_the_depositary: {
    about: "A line has a member too many.",
    ...refused,
    code: "malformed",
    where: `${FILE}, line 1`,
    make: () =>
      change((files) =>
        changeLines(files, FILE, ([a = "", ...rest]) => [
          a.replace(',"observation"', ',"note":"x","observation"'),
          ...rest,
        ]),
      ),
  },
  observations_without_a_last_line_end: {
    about: "The last line has no line end.",
    ...refused,
    code: "malformed",
    where: FILE,
    make: () => change((files) => put(files, FILE, bytesOf(files, FILE).slice(0, -1))),
  },
  observations_empty: {
    about: "A file of observations without any.",
    ...refused,
    code: "extra_file",
    where: FILE,
    make: () => change((files) => put(drop(files, NOTE), FILE, "")),
  },
  observations_under_another_name: {
    about: "A file of observations beside which there are no entries.",
    verdict: "invalid",
    check: "files",
    code: "extra_file",
    where: "observations/001.jsonl",
    make: () => change((files) => put(files, "observations/001.jsonl", "")),
  },
};
