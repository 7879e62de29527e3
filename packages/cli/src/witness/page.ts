import { encodeUtf8 } from "@undersigned/core/bytes.ts";
import type { CosignerKey } from "@undersigned/core/log/cosignature.ts";
import { formatCosignerKey } from "@undersigned/core/log/cosignature.ts";
import { tellNumber } from "@undersigned/core/verify/tell.ts";
import type { Answer } from "./answer.ts";
import type { FollowedLog } from "./logs.ts";
import { timeOf, WORDS } from "./words.ts";

const STYLE =
  "body{font:1.1rem/1.5 Georgia,serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}code{overflow-wrap:anywhere}table{border-collapse:collapse}td,th{text-align:start;padding:.3rem 1rem .3rem 0;border-bottom:1px solid}td.number{font-variant-numeric:tabular-nums}";

/** The page about a witness: what it is, its key, the logs and how long each is. */
export function makePage(key: CosignerKey, logs: readonly FollowedLog[]): Answer {
  const title = escapeHtml(WORDS.title(key.name));
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>${escapeHtml(WORDS.what)}
<p>${escapeHtml(WORDS.why)}
<p>${escapeHtml(WORDS.blind)}
<p>${escapeHtml(WORDS.key)}
<p><code>${escapeHtml(formatCosignerKey(key))}</code>
${listOf(logs)}
<p><small>${escapeHtml(WORDS.technicians)}</small>
</html>
`;
  return { status: 200, type: "text/html; charset=utf-8", body: encodeUtf8(html) };
}

function listOf(logs: readonly FollowedLog[]): string {
  if (logs.length === 0) return `<p>${escapeHtml(WORDS.noLogs)}`;
  const rows = logs.map(
    (log) =>
      `<tr><th scope="row">${escapeHtml(log.origin)}<td class="number">${tellNumber(log.size)}<td>${escapeHtml(timeOf(log))}</tr>\n`,
  );
  const head = [WORDS.log, WORDS.size, WORDS.time].map((word) => `<th scope="col">${escapeHtml(word)}`).join("");
  return `<p>${escapeHtml(WORDS.logs)}\n<table>\n<tr>${head}</tr>\n${rows.join("")}</table>`;
}

/** Text as HTML. Names of logs and witnesses may hold any visible character. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
