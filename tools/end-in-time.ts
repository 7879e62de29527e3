/**
 * Loaded into the process of each test file: one that never ends, such as one that left a server open when it failed, is
 * ended, so that the others are reported all the same. Milliseconds.
 */
const LIMIT = process.argv.some((file) => file.endsWith(".heavy.test.ts")) ? 900_000 : 240_000;

setTimeout(() => {
  console.error(`The file did not end within ${LIMIT / 1000} s.`);
  process.exit(1);
}, LIMIT).unref();
