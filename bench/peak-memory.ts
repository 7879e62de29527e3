/** Loaded before a program: tells by a message, when it ends, the most memory that all its threads had at a time, in bytes. */
process.on("exit", () => {
  process.send?.({ peak: process.resourceUsage().maxRSS * 1024 });
});
