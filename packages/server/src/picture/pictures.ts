import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { RefusedError } from "@undersigned/core/errors.ts";
import { assetBytes } from "../http/assets.ts";
import type { CheckPicture } from "./check-picture.ts";
import { FONT_FILES } from "./fonts-of-pictures.ts";
import type { PictureReply, PictureRequest, PictureThreadData } from "./picture-thread.ts";

/** Draws pictures in a thread of its own, which is started by the first and ends when none was asked for in a while. */
export type Pictures = {
  /**
   * PNG, 1200 by 630. The same words are drawn once while they are remembered.
   * @throws RefusedError `unavailable` when too many are asked for at once, or one takes too long
   */
  draw(picture: CheckPicture): Promise<Uint8Array<ArrayBuffer>>;
};

/** Pictures that are remembered (40 kB each), and that may wait. */
const REMEMBERED = 200;
const WAITING = 50;
/** Milliseconds for one picture, the start of the thread included; and until an idle thread ends. */
const PATIENCE = 20_000;
const IDLE = 30_000;

type Waiting = { resolve(png: Uint8Array<ArrayBuffer>): void; reject(error: Error): void };

export function createPictures(): Pictures {
  const drawn = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;

  function end(because: Error): void {
    const ending = worker;
    worker = null;
    for (const one of waiting.values()) one.reject(because);
    waiting.clear();
    void ending?.terminate();
  }

  function start(): Worker {
    const started = new Worker(threadUrl(), { workerData: readThreadData(), name: "pictures", execArgv: [] });
    started.on("message", (reply: PictureReply) => {
      const one = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ("png" in reply) one?.resolve(new Uint8Array(reply.png));
      else one?.reject(new Error(`a picture could not be drawn: ${reply.error}`));
    });
    started.on("error", (error) => {
      if (worker === started) end(error instanceof Error ? error : new Error(String(error)));
    });
    // After its listeners, which would hold the process again: an idle thread keeps nobody from ending.
    started.unref();
    return started;
  }

  async function ask(picture: CheckPicture): Promise<Uint8Array<ArrayBuffer>> {
    if (waiting.size >= WAITING) throw busy();
    clearTimeout(idle);
    worker ??= start();
    const request: PictureRequest = { id: ++last, picture };
    const reply = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) =>
      waiting.set(request.id, { resolve, reject }),
    );
    worker.postMessage(request);
    const patience = setTimeout(() => end(busy()), PATIENCE);
    try {
      return await reply;
    } finally {
      clearTimeout(patience);
      idle = setTimeout(() => waiting.size === 0 && end(busy()), IDLE).unref();
    }
  }

  return {
    draw(picture) {
      const key = JSON.stringify(picture);
      const known = drawn.get(key);
      if (known !== undefined) return known;
      const drawing = ask(picture);
      drawn.set(key, drawing);
      drawing.catch(() => drawn.delete(key));
      for (const oldest of drawn.keys()) {
        if (drawn.size <= REMEMBERED) break;
        drawn.delete(oldest);
      }
      return drawing;
    },
  };
}

function busy(): RefusedError {
  return new RefusedError(
    "unavailable",
    "Too many pictures are being drawn at the moment. Please try again in a minute.",
  );
}

function isSource(): boolean {
  return import.meta.url.endsWith(".ts");
}

/** From source beside this file; in the published package the build puts the thread's own bundle beside the program. */
function threadUrl(): URL {
  return new URL(isSource() ? "./picture-thread.ts" : "./picture-thread.js", import.meta.url);
}

function readThreadData(): PictureThreadData {
  const wasm = isSource()
    ? import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm")
    : new URL("./assets/index_bg.wasm", import.meta.url);
  return {
    wasm: new Uint8Array(readFileSync(fileURLToPath(wasm))),
    fonts: FONT_FILES.flatMap((name) => assetBytes(name) ?? []),
  };
}
