/*
 * Looks without leaving the page, and looks again by itself while it is open. Without this script the form does it once,
 * by a page of its own.
 */

import { addCopyButtons } from "./copying/add-copy-buttons.ts";

/** Milliseconds between two looks. What was asked of the DNS is kept there for minutes: more often shows nothing sooner. */
const INTERVAL = 30_000;
/** For half an hour; whoever needs longer presses the button. */
const MOST_LOOKS = 60;

attendAll(document);

function attendAll(place: ParentNode): void {
  for (const form of place.querySelectorAll<HTMLFormElement>("form[data-look]")) attend(form);
}

function attend(form: HTMLFormElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looks = 0;
  const look = async () => {
    clearTimeout(timer);
    looks += 1;
    const isSeen = await lookOnce(form);
    const isRepeated = form.dataset.lookAgain !== "";
    if (isSeen || !isRepeated || looks >= MOST_LOOKS) return;
    say(form, form.dataset.lookAgain ?? "");
    timer = setTimeout(() => void look(), INTERVAL);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    looks = 0;
    void look();
  });
}

/** Whether it was seen; then the whole page is new. */
async function lookOnce(form: HTMLFormElement): Promise<boolean> {
  const button = form.querySelector("button");
  if (!button || button.disabled) return false;
  button.disabled = true;
  const words = button.textContent;
  button.textContent = form.dataset.look ?? "";
  try {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    const response = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (page.querySelector("[data-seen]")) {
      showWhole(page);
      return true;
    }
    showResult(form, page);
  } catch {
    // The network failed: the next look, or the button, tries again.
  } finally {
    button.disabled = false;
    button.textContent = words;
  }
  return false;
}

function showWhole(page: Document): void {
  const main = page.querySelector("main");
  if (!main) return;
  document.querySelector("main")?.replaceWith(main);
  addCopyButtons(main);
  attendAll(main);
  window.scrollTo({ top: 0 });
}

/** What the same form says on the page that came; or what that page says at all, when it is another. */
function showResult(form: HTMLFormElement, page: Document): void {
  const place = form.querySelector(".look-result");
  const how = form.querySelector<HTMLInputElement>("input[name=how]")?.value ?? "";
  const same = page.querySelector(`input[name=how][value="${how}"]`)?.closest("form");
  const result = same?.querySelector(".look-result");
  const fault = page.querySelector(".error-summary") ?? (same ? null : page.querySelector("main"));
  if (!place) return;
  place.className = "look-result not-seen";
  place.replaceChildren(...((fault ?? result)?.childNodes ?? []));
}

function say(form: HTMLFormElement, words: string): void {
  const line = document.createElement("p");
  line.className = "muted";
  line.textContent = words;
  form.querySelector(".look-result")?.append(line);
}
