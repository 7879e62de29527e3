import { tellNumber } from "@undersigned/core/verify/tell.ts";
import type { ComponentChild } from "preact";
import { Fragment, h, render } from "preact";
import { ask } from "./ask.ts";
import type { Found } from "./message.ts";
import { foundView } from "./report-view.ts";
import { fill, WORDS } from "./words.ts";

/* verify.html: checks a bundle or a receipt in a browser, from disk and without a network. */

type State = {
  readonly file: File | null;
  /** Whether the file was dropped, and so is not the one that the input shows. */
  readonly dropped: boolean;
  readonly policy: File | null;
  readonly busy: { readonly read: number; readonly size: number } | null;
  readonly found: Found | null;
  /** What went wrong with the page or the choice of a file, in words. */
  readonly failure: string | null;
};

let state: State = { file: null, dropped: false, policy: null, busy: null, found: null, failure: null };
const page = document.querySelector<HTMLElement>("#page");

function change(changes: Partial<State>): void {
  state = { ...state, ...changes };
  if (page !== null) render(pageView(), page);
}

function pageView(): ComponentChild {
  const { found, busy, failure } = state;
  return h(Fragment, null, [
    h("h1", null, WORDS.title),
    h("p", { class: "lead" }, WORDS.lead),
    formView(),
    h("div", { role: "status", "aria-live": "polite" }, [
      busy === null ? null : progressView(busy),
      failure === null ? null : h("p", { class: "failure", id: "failure" }, failure),
    ]),
    found === null || found.kind === "refused"
      ? null
      : h("div", { id: "found" }, [foundView(found), savingView(found)]),
    h("p", { class: "own" }, WORDS.own),
  ]);
}

function formView(): ComponentChild {
  const { found, busy, file } = state;
  const refused = found?.kind === "refused" ? found : null;
  return h("form", { onSubmit: check, novalidate: true }, [
    field("file", WORDS.fileLabel, WORDS.fileHint, refused?.field === "file" ? refused.message : null, [
      h("input", {
        type: "file",
        id: "file",
        accept: ".zip,.json",
        "aria-describedby": "file-hint file-fault",
        onChange: chooseFile,
      }),
      h("p", { class: "hint" }, state.dropped ? fill(WORDS.dropped, file?.name ?? "") : WORDS.drop),
    ]),
    field("key", WORDS.keyLabel, WORDS.keyHint, refused?.field === "key" ? refused.message : null, [
      h("textarea", {
        id: "key",
        rows: 2,
        spellcheck: false,
        autocomplete: "off",
        "aria-describedby": "key-hint key-fault",
        "aria-invalid": refused?.field === "key",
      }),
    ]),
    field(
      "policy",
      h(Fragment, null, [WORDS.policyLabel, " ", h("span", { class: "optional" }, WORDS.optional)]),
      WORDS.policyHint,
      refused?.field === "policy" ? refused.message : null,
      [
        h("input", {
          type: "file",
          id: "policy",
          "aria-describedby": "policy-hint policy-fault",
          onChange: choosePolicy,
        }),
      ],
    ),
    h("p", null, h("button", { disabled: busy !== null }, found === null ? WORDS.check : WORDS.again)),
  ]);
}

function field(
  id: string,
  label: ComponentChild,
  hint: string,
  fault: string | null,
  input: readonly ComponentChild[],
): ComponentChild {
  return h("div", { class: "field" }, [
    h("label", { for: id }, label),
    h("p", { class: "hint", id: `${id}-hint` }, hint),
    fault === null ? null : h("p", { class: "fault", id: `${id}-fault` }, fault),
    ...input,
  ]);
}

function progressView({ read, size }: NonNullable<State["busy"]>): ComponentChild {
  const words = size === 0 ? WORDS.checking : fill(WORDS.progress, tellNumber(read), tellNumber(size));
  return h("p", null, [
    h("label", { for: "progress" }, words),
    h("progress", { id: "progress", value: read, max: Math.max(1, size) }),
  ]);
}

/** The report as `undersigned verify --json` prints it, to keep beside the file. */
function savingView(found: Exclude<Found, { kind: "refused" }>): ComponentChild {
  const json = JSON.stringify({ kind: found.kind, ...found.report, notes: [] }, null, 2);
  const href = `data:application/json;charset=utf-8,${encodeURIComponent(`${json}\n`)}`;
  return h("p", null, h("a", { href, download: "report.json" }, WORDS.save));
}

function chooseFile(event: Event): void {
  take((event.currentTarget as HTMLInputElement).files?.[0] ?? null, false);
}

function take(file: File | null, dropped: boolean): void {
  change({ file, dropped, found: null, failure: null });
}

function choosePolicy(event: Event): void {
  change({ policy: (event.currentTarget as HTMLInputElement).files?.[0] ?? null, found: null });
}

function check(event: Event): void {
  event.preventDefault();
  const key = document.querySelector<HTMLTextAreaElement>("#key")?.value ?? "";
  if (state.file === null) change({ failure: WORDS.noFile, found: null });
  else void run(state.file, key);
}

async function run(file: File, key: string): Promise<void> {
  change({ busy: { read: 0, size: 0 }, found: null, failure: null });
  try {
    const { policy } = state;
    const found = await ask({ file, key, policy }, (read, size) => change({ busy: { read, size } }));
    change({ busy: null, found });
    document.querySelector<HTMLElement>(found.kind === "refused" ? `#${found.field}` : "#verdict")?.focus();
  } catch (error) {
    // A file that was moved or changed since it was chosen cannot be read any more.
    const unread = error instanceof DOMException || (error instanceof Error && error.name === "NotReadableError");
    change({ busy: null, failure: unread ? WORDS.unread : WORDS.defect });
  }
}

document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file !== undefined) take(file, true);
});
change({});
