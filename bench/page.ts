import { startChild } from "./child.ts";
import { get, median, percentile, runLoad } from "./load.ts";
import type { Site } from "./signing.ts";

export type PageRun = {
  readonly perSecond: number;
  readonly floorPerSecond: number;
  readonly ratio: number;
  readonly p99: number;
};

const REQUESTS = 12_000;
const CONNECTIONS = 64;
const ROUNDS = 3;

/** The statement page against a bare node:http server that sends the same bytes with the same headers. */
export async function measurePage({ server, statement }: Site): Promise<PageRun> {
  const path = `/s/${statement.slug}`;
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  const body = await response.text();
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !HOP_BY_HOP.has(name)));
  const floor = await startChild("./floor-page.ts", { FLOOR_PAGE: JSON.stringify({ body, headers }) });
  try {
    const rates: number[] = [];
    const floorRates: number[] = [];
    let p99 = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const bare = await load(floor.port, "/");
      const ours = await load(server.port, path);
      floorRates.push(bare.perSecond);
      rates.push(ours.perSecond);
      p99 = ours.p99;
    }
    const ratio = median(rates.map((rate, i) => rate / (floorRates[i] ?? Number.NaN)));
    return { perSecond: median(rates), floorPerSecond: median(floorRates), ratio, p99 };
  } finally {
    await floor.stop();
  }
}

const HOP_BY_HOP = new Set(["connection", "date", "keep-alive", "transfer-encoding"]);

async function load(port: number, path: string): Promise<{ perSecond: number; p99: number }> {
  const request = get(path);
  const requests = Array.from({ length: REQUESTS }, () => request);
  await runLoad({ port, requests: requests.slice(0, 500), connections: CONNECTIONS });
  const { seconds, latencies, statuses } = await runLoad({ port, requests, connections: CONNECTIONS });
  if (statuses.some((status) => status !== 200)) throw new Error("a page was not answered by 200");
  return { perSecond: REQUESTS / seconds, p99: percentile(latencies, 0.99) };
}

/** Pages of the list of signatories, each from another place, so that none comes from a cache. */
export async function measureList({ server, statement }: Site, size: number): Promise<number> {
  const requests = Array.from({ length: 300 }, (_, i) =>
    get(`/api/v1/statements/${statement.id}/signatories?limit=50&cursor=${Math.floor((size * i) / 300)}`),
  );
  const load = { port: server.port, requests, connections: 8 };
  // Once before, so that what is measured is the work and not the disk.
  await runLoad(load);
  const { seconds } = await runLoad(load);
  return requests.length / seconds;
}
