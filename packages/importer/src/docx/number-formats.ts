/** Numbers as lists write them (ECMA-376 part 1, 17.18.59). What is not known is written in digits. */
export function formatNumber(number: number, format: string): string {
  const alphabet = ALPHABETS[format];
  if (alphabet !== undefined) {
    const letters = [...alphabet];
    // After the last letter Word doubles the first: z, aa, bb.
    return number < 1 ? "" : (letters[(number - 1) % letters.length] ?? "").repeat(Math.ceil(number / letters.length));
  }
  const digits = DIGITS[format];
  if (digits !== undefined) return [...String(number)].map((digit) => [...digits][Number(digit)] ?? digit).join("");
  switch (format) {
    case "upperRoman":
      return roman(number);
    case "lowerRoman":
      return roman(number).toLowerCase();
    case "decimalZero":
      return String(number).padStart(2, "0");
    case "ordinal":
      return `${number}${ordinalEnd(number)}`;
    case "decimalEnclosedCircle":
    case "decimalEnclosedCircleChinese":
      return number >= 1 && number <= 20 ? String.fromCodePoint(0x2460 + number - 1) : String(number);
    case "decimalEnclosedParen":
      return `(${number})`;
    case "decimalEnclosedFullstop":
      return `${number}.`;
    case "numberInDash":
      return `- ${number} -`;
    case "hebrew1":
      return hebrew(number);
    case "chineseCounting":
    case "chineseCountingThousand":
    case "taiwaneseCounting":
    case "taiwaneseCountingThousand":
    case "japaneseCounting":
      return chinese(number);
    case "none":
      return "";
    default:
      return String(number);
  }
}

const ALPHABETS: Readonly<Record<string, string>> = {
  lowerLetter: "abcdefghijklmnopqrstuvwxyz",
  upperLetter: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  russianLower: "абвгдежзиклмнопрстуфхцчшщыэюя",
  russianUpper: "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
  arabicAlpha: "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
  arabicAbjad: "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
  hebrew2: "אבגדהוזחטיכלמנסעפצקרשת",
  aiueoFullWidth: "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
  irohaFullWidth: "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
  ganada: "가나다라마바사아자차카타파하",
  chosung: "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
  ideographTraditional: "甲乙丙丁戊己庚辛壬癸",
  ideographZodiac: "子丑寅卯辰巳午未申酉戌亥",
  thaiLetters: "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
  hindiVowels: "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
};

const DIGITS: Readonly<Record<string, string>> = {
  decimalFullWidth: "０１２３４５６７８９",
  decimalFullWidth2: "０１２３４５６７８９",
  ideographDigital: "〇一二三四五六七八九",
  japaneseDigitalTenThousand: "〇一二三四五六七八九",
  koreanDigital: "영일이삼사오육칠팔구",
  hindiNumbers: "०१२३४५६७८९",
  thaiNumbers: "๐๑๒๓๔๕๖๗๘๙",
};

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

function roman(number: number): string {
  if (number < 1 || number > 32_767) return String(number);
  let [rest, written] = [number, ""];
  for (const [value, letters] of ROMAN) {
    written += letters.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return written;
}

function ordinalEnd(number: number): string {
  if (number % 100 >= 11 && number % 100 <= 13) return "th";
  return ["th", "st", "nd", "rd"][number % 10] ?? "th";
}

function hebrew(number: number): string {
  if (number < 1 || number > 499) return String(number);
  const hundreds = ["", "ק", "ר", "ש", "ת"][Math.floor(number / 100)] ?? "";
  const rest = number % 100;
  // Fifteen and sixteen would be parts of the name.
  if (rest === 15 || rest === 16) return `${hundreds}ט${rest === 15 ? "ו" : "ז"}`;
  const tens = ["", "י", "כ", "ל", "מ", "נ", "ס", "ע", "פ", "צ"][Math.floor(rest / 10)] ?? "";
  return `${hundreds}${tens}${["", "א", "ב", "ג", "ד", "ה", "ו", "ז", "ח", "ט"][rest % 10] ?? ""}`;
}

function chinese(number: number): string {
  if (number < 1 || number > 99) return String(number);
  const digits = [..."〇一二三四五六七八九"];
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return `${tens > 1 ? digits[tens] : ""}${tens > 0 ? "十" : ""}${ones > 0 ? digits[ones] : ""}`;
}
