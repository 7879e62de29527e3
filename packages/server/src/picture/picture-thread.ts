import { parentPort, workerData } from "node:worker_threads";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { invariant } from "@undersigned/core/errors.ts";
import type { CheckPicture } from "./check-picture.ts";
import { formatPicture } from "./check-picture.ts";
import { openFonts } from "./fonts-of-pictures.ts";
import { setLine } from "./set-lines.ts";

/** What the thread is started with. */
export type PictureThreadData = { readonly wasm: Uint8Array; readonly fonts: readonly Uint8Array[] };
export type PictureRequest = { readonly id: number; readonly picture: CheckPicture };
export type PictureReply = { readonly id: number } & ({ readonly png: Uint8Array } | { readonly error: string });

invariant(parentPort !== null, "picture-thread.ts runs as a worker thread");
const port = parentPort;
const { wasm, fonts: files } = workerData as PictureThreadData;
await initWasm(wasm);
const fonts = openFonts(files);

/** With the fonts that it names: opening one takes longer than drawing with it. */
function open(svg: string): InstanceType<typeof Resvg> {
  const used = fonts.filter(({ family }, at) => at === 0 || svg.includes(`"${family}"`));
  const fontBuffers = used.map(({ bytes }) => bytes);
  return new Resvg(svg, { font: { fontBuffers, defaultFontFamily: used[0]?.family ?? "" } });
}

function measure(text: string, family: string, size: number): number {
  const style = { inset: 0, baseline: size, size, colour: "#000", lang: "en", pictureWidth: 0 };
  const font = fonts.filter((one) => one.family === family);
  const line = setLine(font, text, style, () => 0);
  return open(`<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="200">${line}</svg>`).getBBox()?.width ?? 0;
}

port.on("message", ({ id, picture }: PictureRequest) => {
  try {
    const png = open(formatPicture(picture, fonts, measure))
      .render()
      .asPng();
    port.postMessage({ id, png } satisfies PictureReply);
  } catch (error) {
    port.postMessage({ id, error: String(error) } satisfies PictureReply);
  }
});
