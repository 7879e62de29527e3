import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dumpSchema } from "@undersigned/store/dump-schema.ts";
import type { Store } from "@undersigned/store/store.ts";
import { openStore } from "@undersigned/store/store.ts";
import { createTestDatabase } from "../tests/postgres-server.ts";

/**
 * Writes packages/store/schema/sqlite.sql and postgres.sql from databases that are made here, with a real PostgreSQL.
 * With --check it writes nothing, and ends with status 1 when a file is not what it would write.
 */

const folder = fileURLToPath(new URL("../packages/store/schema", import.meta.url));

async function dumpOf(opening: Promise<Store>): Promise<string> {
  const store = await opening;
  const dump = await dumpSchema(store);
  await store.close();
  return dump;
}

async function main(check: boolean): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "undersigned-dump-"));
  const { url, drop } = await createTestDatabase();
  const dumps = {
    "sqlite.sql": await dumpOf(openStore({ file: join(dir, "undersigned.db") })),
    "postgres.sql": await dumpOf(openStore({ url })),
  };
  await drop();
  rmSync(dir, { recursive: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, dump] of Object.entries(dumps)) {
    const file = join(folder, name);
    const current = existsSync(file) ? readFileSync(file, "utf8") : null;
    if (current === dump) continue;
    if (!check) {
      writeFileSync(file, dump);
      console.log(`packages/store/schema/${name} written`);
    } else {
      console.error(`packages/store/schema/${name} is not current: run node tools/dump-schema.ts`);
      process.exitCode = 1;
    }
  }
}

await main(process.argv.includes("--check"));
