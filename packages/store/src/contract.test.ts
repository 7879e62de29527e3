import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "../../../tests/postgres-server.ts";
import { storeContract } from "./contract/store-contract.ts";
import { openStore } from "./store.ts";

storeContract("sqlite", async () => {
  const dir = mkdtempSync(join(tmpdir(), "undersigned-store-"));
  return {
    open: () => openStore({ file: join(dir, "undersigned.db") }),
    remove: async () => rmSync(dir, { recursive: true }),
  };
});

storeContract("postgres", async () => {
  const { url, drop } = await createTestDatabase();
  return { open: () => openStore({ url }), remove: drop };
});
