/*
 * Tells that a person looked at an invitation: once a hand moves on the page. What opens links by itself, as mail scanners
 * do, moves none. The page says and does the same without this.
 */

const SIGNS = ["pointermove", "pointerdown", "keydown", "touchstart", "wheel"] as const;

for (const place of document.querySelectorAll<HTMLElement>("[data-invited]")) watch(place.dataset.invited ?? "");

function watch(token: string): void {
  const told = new AbortController();
  const tell = (event: Event): void => {
    if (!event.isTrusted || told.signal.aborted) return;
    told.abort();
    const body = new URLSearchParams({ token });
    // Whether it arrives matters little: the first button tells the same.
    void fetch("/invited/opened", { method: "POST", body, keepalive: true }).catch(() => undefined);
  };
  for (const sign of SIGNS) addEventListener(sign, tell, { passive: true, signal: told.signal });
}
