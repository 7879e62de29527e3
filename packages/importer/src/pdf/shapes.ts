/** Paths as pdf.js writes them: 0 x y moves, 1 x y draws a line, 2 and six numbers or 3 and four a curve, 4 closes. */
const LENGTHS = [3, 3, 7, 5, 1];

type Path = {
  readonly parts: number;
  readonly curves: number;
  /** Where its sides end. */
  readonly points: readonly (readonly [number, number])[];
};

function readPath(path: unknown): Path {
  const data = ArrayBuffer.isView(path) ? (path as Float32Array) : new Float32Array();
  const points: (readonly [number, number])[] = [];
  let [parts, curves] = [0, 0];
  for (let at = 0; at < data.length; ) {
    const operator = data[at] ?? 4;
    const length = LENGTHS[operator] ?? 1;
    if (operator === 0) parts++;
    if (operator === 2 || operator === 3) curves++;
    if (operator !== 4) points.push([data[at + length - 2] ?? 0, data[at + length - 1] ?? 0]);
    at += length;
  }
  return { parts, curves, points };
}

/** Whether a shape of that size in points is a bullet: a small circle or square. */
export function isDot(path: unknown, width: number, height: number): boolean {
  if (width < 1 || width > 12 || Math.abs(width - height) > width * 0.25) return false;
  const { parts, curves, points } = readPath(path);
  if (parts !== 1) return false;
  if (curves === 0 || points.length > 100) return points.length <= 6;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const middle = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2] as const;
  const radius = (Math.max(...xs) - Math.min(...xs)) / 2;
  return points.every(([x, y]) => Math.abs(Math.hypot(x - middle[0], y - middle[1]) - radius) < radius * 0.15);
}

/** A letter has some sides or curves and the size of letters; a whole paragraph drawn as one shape has hundreds. */
export function isDrawing(path: unknown, width: number, height: number): boolean {
  const { curves, points } = readPath(path);
  const small = width >= 3 && height >= 3 && width <= 300 && height <= 300;
  return points.length > 200 || (small && (curves >= 2 || points.length > 7));
}

/** Whether a path is one upright box: from a point, by three or four lines, each along one side. */
export function isBox(path: unknown): boolean {
  const { parts, curves, points } = readPath(path);
  if (parts !== 1 || curves > 0 || points.length < 4 || points.length > 5) return false;
  return points.every(([x, y], at) => {
    const next = points[(at + 1) % points.length];
    return next !== undefined && (Math.abs(next[0] - x) < 0.01 || Math.abs(next[1] - y) < 0.01);
  });
}
