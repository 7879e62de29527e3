/**
 * Calls `tell` once the process that started this one is gone. npm runs its scripts in a shell, and the shell dies of a signal
 * without passing it on: whoever stops npm would leave the server running. Under anything but npm nothing is watched.
 */
export function onParentGone(npm: string | undefined, tell: () => void): void {
  if (npm === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    tell();
  }, 200);
  timer.unref();
}
