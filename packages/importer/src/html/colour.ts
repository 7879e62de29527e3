/** Red, green, blue from 0 to 255 and how opaque, from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, opacity: number];

/** Named colours of CSS Color 4, each with its six hexadecimal digits. */
const NAMED = new Map(
  `aliceblue f0f8ff,antiquewhite faebd7,aqua 00ffff,aquamarine 7fffd4,azure f0ffff,beige f5f5dc,bisque ffe4c4,black 000000,
  blanchedalmond ffebcd,blue 0000ff,blueviolet 8a2be2,brown a52a2a,burlywood deb887,cadetblue 5f9ea0,chartreuse 7fff00,
  chocolate d2691e,coral ff7f50,cornflowerblue 6495ed,cornsilk fff8dc,crimson dc143c,cyan 00ffff,darkblue 00008b,
  darkcyan 008b8b,darkgoldenrod b8860b,darkgray a9a9a9,darkgreen 006400,darkgrey a9a9a9,darkkhaki bdb76b,darkmagenta 8b008b,
  darkolivegreen 556b2f,darkorange ff8c00,darkorchid 9932cc,darkred 8b0000,darksalmon e9967a,darkseagreen 8fbc8f,
  darkslateblue 483d8b,darkslategray 2f4f4f,darkslategrey 2f4f4f,darkturquoise 00ced1,darkviolet 9400d3,deeppink ff1493,
  deepskyblue 00bfff,dimgray 696969,dimgrey 696969,dodgerblue 1e90ff,firebrick b22222,floralwhite fffaf0,forestgreen 228b22,
  fuchsia ff00ff,gainsboro dcdcdc,ghostwhite f8f8ff,gold ffd700,goldenrod daa520,gray 808080,green 008000,greenyellow adff2f,
  grey 808080,honeydew f0fff0,hotpink ff69b4,indianred cd5c5c,indigo 4b0082,ivory fffff0,khaki f0e68c,lavender e6e6fa,
  lavenderblush fff0f5,lawngreen 7cfc00,lemonchiffon fffacd,lightblue add8e6,lightcoral f08080,lightcyan e0ffff,
  lightgoldenrodyellow fafad2,lightgray d3d3d3,lightgreen 90ee90,lightgrey d3d3d3,lightpink ffb6c1,lightsalmon ffa07a,
  lightseagreen 20b2aa,lightskyblue 87cefa,lightslategray 778899,lightslategrey 778899,lightsteelblue b0c4de,lightyellow ffffe0,
  lime 00ff00,limegreen 32cd32,linen faf0e6,magenta ff00ff,maroon 800000,mediumaquamarine 66cdaa,mediumblue 0000cd,
  mediumorchid ba55d3,mediumpurple 9370db,mediumseagreen 3cb371,mediumslateblue 7b68ee,mediumspringgreen 00fa9a,
  mediumturquoise 48d1cc,mediumvioletred c71585,midnightblue 191970,mintcream f5fffa,mistyrose ffe4e1,moccasin ffe4b5,
  navajowhite ffdead,navy 000080,oldlace fdf5e6,olive 808000,olivedrab 6b8e23,orange ffa500,orangered ff4500,orchid da70d6,
  palegoldenrod eee8aa,palegreen 98fb98,paleturquoise afeeee,palevioletred db7093,papayawhip ffefd5,peachpuff ffdab9,peru cd853f,
  pink ffc0cb,plum dda0dd,powderblue b0e0e6,purple 800080,rebeccapurple 663399,red ff0000,rosybrown bc8f8f,royalblue 4169e1,
  saddlebrown 8b4513,salmon fa8072,sandybrown f4a460,seagreen 2e8b57,seashell fff5ee,sienna a0522d,silver c0c0c0,skyblue 87ceeb,
  slateblue 6a5acd,slategray 708090,slategrey 708090,snow fffafa,springgreen 00ff7f,steelblue 4682b4,tan d2b48c,teal 008080,
  thistle d8bfd8,tomato ff6347,turquoise 40e0d0,violet ee82ee,wheat f5deb3,white ffffff,whitesmoke f5f5f5,yellow ffff00,
  yellowgreen 9acd32,canvas ffffff,canvastext 000000,windowtext 000000,window ffffff,linktext 0000ee,buttontext 000000,
  buttonface efefef,field ffffff,fieldtext 000000,graytext 808080,mark ffff00,marktext 000000`
    .split(",")
    .map((pair): [string, string] => {
      const [name = "", digits = ""] = pair.trim().split(" ");
      return [name, digits];
    }),
);

export const BLACK: Colour = [0, 0, 0, 1];
export const WHITE: Colour = [255, 255, 255, 1];

/** A CSS colour; null where it is none, or one of a kind that is not computed here. `currentcolor` is for the caller. */
export function readColour(words: string): Colour | null {
  const value = words.trim().toLowerCase();
  if (value === "transparent") return [0, 0, 0, 0];
  const named = NAMED.get(value);
  if (named !== undefined) return readHex(named);
  if (value.startsWith("#")) return readHex(value.slice(1));
  const [, name = "", inner = ""] = /^([a-z]+)\((.*)\)$/s.exec(value) ?? [];
  const parts = inner.split(/[\s,/]+/).filter((part) => part !== "");
  if (parts.length < 3 || parts.length > 4) return null;
  const opacity = parts[3] === undefined ? 1 : share(parts[3], 1);
  const rgb = channelsOf(name, parts);
  if (rgb === null || opacity === null) return null;
  const [red, green, blue] = rgb.map((channel) => Math.min(255, Math.max(0, channel)));
  return [red ?? 0, green ?? 0, blue ?? 0, Math.min(1, Math.max(0, opacity))];
}

function readHex(digits: string): Colour | null {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(digits)) return null;
  const long = digits.length <= 4 ? [...digits].map((digit) => digit + digit).join("") : digits;
  const channel = (at: number) => Number.parseInt(long.slice(at, at + 2), 16);
  return [channel(0), channel(2), channel(4), long.length === 8 ? channel(6) / 255 : 1];
}

/** A number or a percentage of `whole`. */
function share(words: string, whole: number): number | null {
  if (words === "none") return 0;
  const [, number, percent] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%?)$/.exec(words) ?? [];
  if (number === undefined) return null;
  return percent === "%" ? (Number(number) * whole) / 100 : Number(number);
}

function channelsOf(name: string, parts: readonly string[]): number[] | null {
  const [a = "", b = "", c = ""] = parts;
  if (name === "rgb" || name === "rgba") return all([share(a, 255), share(b, 255), share(c, 255)]);
  if (name === "hsl" || name === "hsla") {
    const values = all([
      readAngle(a),
      share(b.endsWith("%") ? b : `${b}%`, 1),
      share(c.endsWith("%") ? c : `${c}%`, 1),
    ]);
    return values && fromHsl(values);
  }
  if (name === "oklab") {
    const values = all([share(a, 1), share(b, 0.4), share(c, 0.4)]);
    return values && fromOklab(values);
  }
  if (name === "oklch") {
    const [light, chroma, hue] = [share(a, 1), share(b, 0.4), readAngle(c)];
    if (light === null || chroma === null || hue === null) return null;
    const angle = (hue * Math.PI) / 180;
    return fromOklab([light, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
  }
  return null;
}

function all(values: readonly (number | null)[]): number[] | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === values.length ? numbers : null;
}

function readAngle(words: string): number | null {
  const [, number, unit = "deg"] = /^(.*?)(deg|grad|rad|turn)?$/.exec(words) ?? [];
  const value = share(number ?? "", 360);
  const degrees = { deg: 1, grad: 0.9, rad: 180 / Math.PI, turn: 360 }[unit];
  return value === null || degrees === undefined ? null : value * degrees;
}

/** CSS Color 4, section 7.1. */
function fromHsl([hue = 0, saturation = 0, light = 0]: readonly number[]): number[] {
  const channel = (n: number) => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    const reach = saturation * Math.min(light, 1 - light);
    return 255 * (light - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

/** CSS Color 4, section 18, "Sample code for color conversions". */
function fromOklab([light = 0, a = 0, b = 0]: readonly number[]): number[] {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((value) => 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
}

/** What shows where the first lies over the second. */
export function blend([red, green, blue, opacity]: Colour, below: Colour): Colour {
  const mix = (over: number, under: number) => over * opacity + under * (1 - opacity);
  return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
}

/** From 1, the same, to 21, black on white (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
