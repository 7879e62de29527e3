/*
 * Keeps what the clipboard holds beside the words in a hidden field, so that headings and lists of what is pasted come along.
 * Without this script the words are sent alone. Nothing of it is ever shown or run here: it is sent, and read in a thread of its
 * own.
 */

const rich = document.querySelector<HTMLInputElement>("input[data-rich-paste]");
const box = rich?.form?.elements.namedItem("paste");
if (rich && box instanceof HTMLTextAreaElement) keepRich(rich, box);

function keepRich(rich: HTMLInputElement, box: HTMLTextAreaElement): void {
  const status = rich.parentElement?.querySelector<HTMLElement>(".rich-paste") ?? null;
  const say = (words: string | undefined) => {
    if (status) status.textContent = words ?? "";
  };
  /** The words as they stand in the box when what is kept is theirs. */
  let words = rich.value === "" ? null : box.value;

  box.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const isWhole = box.value.trim() === "" || (box.selectionStart === 0 && box.selectionEnd === box.value.length);
    const isAtEnd = words !== null && words === box.value && box.value.slice(box.selectionStart).trim() === "";
    const before = isWhole ? "" : isAtEnd ? rich.value : null;
    if (html === "" || before === null) return;
    const kept = before + html;
    const isTooMuch = kept.length > Number(rich.dataset.limit ?? 0);
    // After the box has taken the words.
    setTimeout(() => {
      rich.value = isTooMuch ? "" : kept;
      words = isTooMuch ? null : box.value;
      say(isTooMuch ? rich.dataset.refused : rich.dataset.kept);
    });
  });
  box.addEventListener("input", () => {
    setTimeout(() => {
      if (words === null || words === box.value) return;
      rich.value = "";
      words = null;
      say(box.value.trim() === "" ? "" : rich.dataset.changed);
    });
  });
}
