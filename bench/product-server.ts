import { readConfig } from "../packages/server/src/config.ts";
import { serve } from "../packages/server/src/main.ts";

/** The product, as `undersigned serve` starts it, with a bearer token made for the bench. */
const config = readConfig({ ...process.env, PORT: "0", RATE_LIMIT: "off" });
const server = await serve(config);
const token = await server.depositary.administrators.createToken("bench");
process.send?.({ port: Number(new URL(server.url).port), token });
process.once("SIGTERM", async () => {
  await server.close();
  process.exit(0);
});
