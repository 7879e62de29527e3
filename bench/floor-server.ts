import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FloorStore } from "./floor-store.ts";
import { openFloorStore } from "./floor-store.ts";

/**
 * The floor: a bare node:http server that commits the same rows per signature (floor-store.ts), in bare batched SQL, with
 * the same gathering and the same durability. No checks, no log, no seals, no proofs.
 */
const MAX_BATCH = 512;
const GATHER = 4;

type Waiting = { id: string; done: () => void };

const store = await openFloorStore({
  file: process.env.FLOOR_FILE ?? null,
  url: process.env.FLOOR_URL ?? null,
  sizes: JSON.parse(process.env.FLOOR_SIZES ?? "{}"),
});

const submit = makeQueue((ids) => store.submit(ids));
const confirm = makeQueue((ids) => store.confirm(ids));

/** Requests that come together share a commit, as in the product: one batch at a time, the next gathers meanwhile. */
function makeQueue(commit: (ids: readonly string[]) => ReturnType<FloorStore["submit"]>): (item: Waiting) => void {
  let waiting: Waiting[] = [];
  let running = false;
  async function drain(): Promise<void> {
    running = true;
    await new Promise((resolve) => setTimeout(resolve, GATHER));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      await commit(batch.map((item) => item.id));
      for (const item of batch) item.done();
    }
    running = false;
  }
  return (item) => {
    waiting.push(item);
    if (!running) void drain();
  };
}

let count = 0;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const isSubmit = request.url === "/submit";
    const id = isSubmit ? `p${String(count++).padStart(42, "0")}` : String(body.token);
    const answer = JSON.stringify(isSubmit ? { pending: id } : { index: 0 });
    const done = () => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(answer) });
      response.end(answer);
    };
    (isSubmit ? submit : confirm)({ id, done });
  });
});
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once("SIGTERM", () => process.exit(0));
