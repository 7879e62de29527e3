/**
 * Lets go of what is old in a cache, `every` milliseconds after something was put in, and again as long as anything is left.
 * Nothing runs while the cache is empty, and it keeps no process alive.
 * @param work returns whether anything is left
 * @returns to be called when something was put in
 */
export function makeLettingGo(every: number, work: () => boolean): () => void {
  let isWaiting = false;
  function look(): void {
    isWaiting = false;
    if (work()) wait();
  }
  function wait(): void {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(look, every).unref();
  }
  return wait;
}
