type Field = HTMLInputElement | HTMLTextAreaElement;

/** Puts a button beside each field within `place` that is there to be copied. */
export function addCopyButtons(place: ParentNode): void {
  for (const box of place.querySelectorAll<HTMLElement>("[data-copy]")) addButton(box);
}

function addButton(box: HTMLElement): void {
  const input = box.querySelector<Field>("input, textarea");
  const row = input?.parentElement;
  if (!input || !row) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = box.dataset.copy ?? "";
  // Said aloud, since the change of the button's own words is not.
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  row.append(button, said);
  button.addEventListener("click", () => void copy(input, button, said, box));
  input.addEventListener("focus", () => input.select());
}

async function copy(input: Field, button: HTMLElement, said: HTMLElement, box: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    // Not over plain http, or forbidden here: select it, so that the keyboard copies it.
    input.select();
    return;
  }
  const done = box.dataset.copied ?? "";
  button.textContent = done;
  said.textContent = done;
  setTimeout(() => {
    button.textContent = box.dataset.copy ?? "";
    said.textContent = "";
  }, 2500);
}
