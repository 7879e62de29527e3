import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Sends one page from memory, and nothing else. */
const { body, headers } = JSON.parse(process.env.FLOOR_PAGE ?? "{}");
const bytes = Buffer.from(body, "utf8");
const server = createServer((_request, response) => {
  response.writeHead(200, headers);
  response.end(bytes);
});
server.keepAliveTimeout = 75_000;
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once("SIGTERM", () => process.exit(0));
