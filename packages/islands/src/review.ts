/*
 * The review of a text that is brought in: a letter chooses, Enter goes from part to part, and the statement is shown anew while
 * roles are chosen. Without this script the browser’s own keys choose, and a button shows it.
 */

/** Milliseconds of rest after a choice before the statement is asked for. */
const REST = 500;

const form = document.querySelector<HTMLFormElement>("form[data-review]");
if (form) attend(form);

function attend(form: HTMLFormElement): void {
  form.dataset.scripted = "";
  let timer = 0;
  let latest = 0;
  form.addEventListener("keydown", (event) => {
    if (!isRole(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") goOn(form, event.target, event.shiftKey ? -1 : 1);
    else if (!choose(event.target, event.key)) return;
    event.preventDefault();
  });
  form.addEventListener("change", () => {
    clearTimeout(timer);
    latest += 1;
    const asked = latest;
    timer = window.setTimeout(() => {
      void showAgain(form, () => asked === latest);
    }, REST);
  });
}

function isRole(target: EventTarget | null): target is HTMLSelectElement {
  return target instanceof HTMLSelectElement && target.closest(".import-part") !== null;
}

function goOn(form: HTMLFormElement, from: HTMLSelectElement, step: 1 | -1): void {
  const all = [...form.querySelectorAll<HTMLSelectElement>(".import-part select")].filter(isShown);
  all[all.indexOf(from) + step]?.focus();
}

/** Chooses by the first letter, which is another for each role. Browsers do it each in its own way, and some not at all. */
function choose(select: HTMLSelectElement, key: string): boolean {
  if (key.length !== 1 || key === " ") return false;
  const found = [...select.options].find(({ text }) => text.toLowerCase().startsWith(key.toLowerCase()));
  if (!found) return false;
  if (found.value !== select.value) {
    select.value = found.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return true;
}

/** What stands in a folded run is passed over until it is unfolded. */
function isShown(select: HTMLSelectElement): boolean {
  return select.closest("details:not([open])") === null;
}

/** Sends what is chosen, which keeps it too, and takes the statement out of the page that comes. */
async function showAgain(form: HTMLFormElement, isLatest: () => boolean): Promise<void> {
  const result = form.querySelector<HTMLElement>("#result");
  result?.setAttribute("aria-busy", "true");
  try {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.set("do", "look");
    const response = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!isLatest()) return;
    for (const id of ["result", "found"]) {
      const fresh = page.getElementById(id);
      if (fresh) form.querySelector(`#${id}`)?.replaceWith(fresh);
    }
  } catch {
    // The network failed: what is chosen is still in the page, and the button sends it.
  } finally {
    result?.removeAttribute("aria-busy");
  }
}
