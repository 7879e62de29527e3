import { createRoute } from "@hono/zod-openapi";
import type { z } from "zod";
import { FieldsRefusedError } from "../depositary/field-problems.ts";
import type { GivenSource } from "../depositary/given-source.ts";
import type { Api, ApiDeps } from "./context.ts";
import { jsonAnswer } from "./context.ts";
import { importBody, importForm, labelledAnswer } from "./import-schemas.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/imports",
  summary: "Read a file, a page or a pasted text, and label its parts. Nothing is kept, and nothing becomes a draft",
  security: [{ token: [] }],
  request: {
    body: { content: { "application/json": { schema: importBody }, "multipart/form-data": { schema: importForm } } },
  },
  responses: { 200: jsonAnswer("What its parts are, as far as rules can tell", labelledAnswer) },
});

export function mountCreateImport(api: Api, { depositary }: ApiDeps): void {
  api.openapi(route, async function createImport(c) {
    const isForm = c.req.header("Content-Type")?.toLowerCase().startsWith("multipart/") ?? false;
    const source = isForm ? await readForm(c.req.valid("form")) : readBody(c.req.valid("json"));
    const {
      source: of,
      lang,
      blocks,
      title,
      standfirst,
      framing,
      demands,
      ...rest
    } = await depositary.imports.label(source);
    const { initiators, signatories, signatoriesComplete, dates, warnings } = rest;
    return c.json(
      {
        ...{ source: of, lang, blocks: [...blocks], title, standfirst, framing: [...framing] },
        demands: demands.map(({ text, addressees }) => ({ text, addressees: [...addressees] })),
        ...{ initiators: [...initiators], signatories: [...signatories], signatoriesComplete },
        ...{ dates: [...dates], warnings: [...warnings] },
      },
      200,
    );
  });
}

const WORDS = ["text", "html", "markdown"] as const;

function readBody({ base64, name, type, ...words }: z.output<typeof importBody>): GivenSource {
  const file = base64 === undefined ? null : decodeBase64(base64);
  if (file === null) return readWords(words);
  if (countGiven(words) > 0) throw refuseCount();
  return {
    kind: "file",
    bytes: file,
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
  };
}

async function readForm({ file, ...words }: z.output<typeof importForm>): Promise<GivenSource> {
  if (!(file instanceof File)) return readWords(words);
  if (countGiven(words) > 0) throw refuseCount();
  return { kind: "file", bytes: new Uint8Array(await file.arrayBuffer()), name: file.name, type: file.type };
}

type Words = Pick<z.output<typeof importBody>, (typeof WORDS)[number] | "url">;

function readWords({ url, ...words }: Words): GivenSource {
  if (countGiven({ url, ...words }) !== 1) throw refuseCount();
  if (url !== undefined) return { kind: "address", url };
  const kind = WORDS.find((one) => words[one] !== undefined) ?? "text";
  return { kind, text: words[kind] ?? "" };
}

function countGiven(words: Words): number {
  return Object.values(words).filter((value) => value !== undefined).length;
}

function refuseCount(): FieldsRefusedError {
  const message = "Give exactly one of text, html, markdown, url and a file (base64 in JSON, file in a form).";
  return new FieldsRefusedError([{ field: "", message }]);
}

/** RFC 4648 section 4, with or without its padding. Node leaves out what is none of its letters. */
function decodeBase64(given: string): Uint8Array {
  if (/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(given)) return new Uint8Array(Buffer.from(given, "base64"));
  throw new FieldsRefusedError([
    { field: "base64", message: "This is not base64 (RFC 4648 section 4): encode the file’s bytes anew." },
  ]);
}
