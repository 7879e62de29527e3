/** Resolves once it is so; throws when it is not within `patience` milliseconds. */
export async function waitUntil(isSo: () => Promise<boolean>, patience = 15_000): Promise<void> {
  const end = performance.now() + patience;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it was not so within ${patience} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
