import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openArchive } from "../packages/cli/src/open-archive.ts";
import type { Receipt } from "../packages/core/src/verify/receipt.ts";
import type { Report } from "../packages/core/src/verify/report.ts";
import type { Trust } from "../packages/core/src/verify/trust.ts";
import { verifyBundle } from "../packages/core/src/verify/verify.ts";
import type { StatementView } from "../packages/server/src/depositary/statements.ts";
import type { OpenPlace } from "./depositary.ts";
import { mailedToken, makeDraft, makeSignature } from "./depositary.ts";

/** Opens a statement, at a depositary that is running. */
export async function openStatement(
  { depositary }: OpenPlace,
  change: Parameters<typeof makeDraft>[0] = {},
): Promise<StatementView> {
  const draft = await depositary.drafts.create(makeDraft(change));
  return await depositary.drafts.open(draft.id);
}

/** Signs it by name and confirms it. @returns the index of the entry, and its receipt */
export async function signAs(
  { depositary }: OpenPlace,
  statement: StatementView,
  name: string,
): Promise<{ index: number; receipt: Receipt }> {
  const mailbox = `${name.toLowerCase().replaceAll(" ", ".")}@post.example`;
  const { signing } = depositary;
  const input = makeSignature(statement, { name, mailbox });
  await signing.submit(statement.id, input, { address: "192.0.2.1", linkKey: statement.linkKey ?? "" });
  const { index, receipt } = await signing.confirm({ token: await mailedToken(depositary, mailbox, "confirm") });
  if (receipt === null) throw new Error(`the receipt of ${name} did not come`);
  return { index, receipt };
}

/** Downloads the bundle of a statement into a file. */
export async function saveBundle({ depositary }: OpenPlace, statementId: string, path: string): Promise<void> {
  await pipeline(Readable.fromWeb(await depositary.bundles.open(statementId)), createWriteStream(path));
}

export async function verifyFile(path: string, trust: Trust): Promise<Report> {
  const archive = await openArchive(path);
  try {
    return await verifyBundle(archive, trust);
  } finally {
    await archive.close();
  }
}
