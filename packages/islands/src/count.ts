/*
 * Keeps counts fresh while a page is looked at. The numbers in the page are right when it is loaded; this only asks again.
 */

/** Milliseconds between two looks. The document may be kept by caches for a few seconds. */
const INTERVAL = 5_000;
/** After a failure, at most this long. */
const GREATEST_INTERVAL = 120_000;

for (const box of document.querySelectorAll<HTMLElement>("[data-count]")) watch(box);

function watch(box: HTMLElement): void {
  const source = box.dataset.count ?? "";
  let interval = INTERVAL;
  const look = async () => {
    if (document.visibilityState === "visible") {
      interval = (await refresh(box, source)) ? INTERVAL : Math.min(2 * interval, GREATEST_INTERVAL);
    }
    setTimeout(() => void look(), interval);
  };
  setTimeout(() => void look(), interval);
}

/** Whether new numbers came. */
async function refresh(box: HTMLElement, source: string): Promise<boolean> {
  try {
    const response = await fetch(source);
    if (!response.ok) return false;
    const counts: unknown = await response.json();
    for (const place of box.querySelectorAll<HTMLElement>("[data-count-of]")) {
      const value: unknown = Reflect.get(Object(counts), place.dataset.countOf ?? "");
      if (typeof value === "number") show(place, value);
    }
    return true;
  } catch {
    return false;
  }
}

function show(place: HTMLElement, value: number): void {
  const words = new Intl.NumberFormat(document.documentElement.lang).format(value);
  if (place.textContent !== words) place.textContent = words;
}
