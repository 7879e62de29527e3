import type { Settings } from "./program.ts";
import { runCommand } from "./program.ts";

/** A bearer token for the API of the depositary with these settings, made by `undersigned token create`. */
export async function createToken(settings: Settings): Promise<string> {
  const { status, stdout, stderr } = await runCommand(["token", "create", "--json"], settings);
  if (status !== 0) throw new Error(`undersigned token create ended with ${status}: ${stderr}${stdout}`);
  return (JSON.parse(stdout) as { token: string }).token;
}
