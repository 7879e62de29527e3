import sharp from "sharp";

/** An invented logo: three books on a shelf. */
export async function drawLogo(): Promise<Uint8Array> {
  const bar = (width: number, height: number, background: string) => ({
    create: { width, height, channels: 3 as const, background },
  });
  const at = [
    { input: bar(70, 110, "#7b2d26"), left: 60, top: 10 },
    { input: bar(50, 90, "#2f5d50"), left: 150, top: 30 },
    { input: bar(90, 100, "#b08d3c"), left: 220, top: 20 },
    { input: bar(340, 10, "#333333"), left: 30, top: 122 },
  ];
  return await sharp(bar(400, 140, "#f3ecdd"))
    .composite(at)
    .png()
    .toBuffer();
}
