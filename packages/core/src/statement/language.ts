import { MalformedError } from "../errors.ts";

/** Greatest length of a language tag, in characters (RFC 5646 section 4.4.1 asks for room for 35). */
export const LANGUAGE_LIMIT = 35;

/**
 * RFC 5646 section 2.1 in the case of section 2.1.1: language, Script, REGION, variants. Left out on purpose: extended
 * language subtags (their canonical form is the primary one, section 4.5), extensions and private use, because a tag
 * here names a text in an address and a file, and must have one spelling.
 */
const TAG = /^([a-z]{2,3})(?:-([A-Z][a-z]{3}))?(?:-([A-Z]{2}|[0-9]{3}))?((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)$/;

/** ISO 15924 codes of scripts that run from right to left. */
const RTL_SCRIPTS = words(
  "Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat " +
    "Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sidt Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi",
);

/**
 * Languages usually written in one of those scripts: Unicode CLDR 48, likely subtags, without three (lad, swb, zdj) that
 * are mostly printed in Latin letters today.
 */
const RTL_LANGUAGES = words(
  "aao abh abv acm acq acw acx adf ae aeb aec aee aeq afb aib aii aij aiq amw apc apd ar arc arq ars ary " +
    "arz ask atn auj auz avd avl ayh ayl ayn ayp azb bal bdz bej bft bgn bgp bhe bhm bhn bjf bjm bqi brh brk " +
    "bsh bsk chg cja ckb clh czk dcc def deh dgl dmk dml dv ecy esh fa fay faz fia fub gbz ggg gha ghr gig " +
    "gjk gju glh glk grr gwc gwf gwt gzi hac haz hbo he hkh hnd hno hoh hrt hrz hss huy isk itk jad jat jbe " +
    "jbn jdg jnd jog jpa jpr jrb jye kbu kby kcy kfm khw klj kmz kqd ks ktl kvx kxp lah lhs lki lrc lrk " +
    "lrl lsa lsd lss luv luz mby mde mey mfa mfi mhj mid mki mnj mve mvy myz mzb mzn nli nlm nqo ntz nyq oar " +
    "obm odk oru ota otk oui pal pbt pgd phl phn phr phv plk prc prd prx ps psh psi pst qxq rdb rhg rmt sam " +
    "sbn scl sd sdb sdf sdg sdh sds sgr sgy shd shm shu shv siy siz skr smp smy sog sqo sqt srh srz ssh sts " +
    "syc syn syr tjo tks tmr tov tra trg trm trw ug ur ush uzs vaf vgr vmh wbk wlo wne wni wsv xco xhe " +
    "xka xkc xkj xkp xld xly xmn xmr xna xpr xsa xvi ydg yhd yi yih yud zba zrp zum",
);

/** Where the region changes the usual script, and with it the direction (same source). */
const RTL_IN_REGION = words(
  "az-IQ az-IR ha-CM ha-SD kk-AF kk-CN kk-IR kk-MN kmr-IQ kmr-IR kmr-LB ku-IQ ku-IR ku-LB ky-CN ms-CC pa-PK tg-PK uz-AF",
);
const LTR_IN_REGION = words("mey-SN sd-IN ug-KZ ug-MN");

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

/**
 * Refuses what is not a language tag in its canonical case: `en`, `sr-Cyrl`, `pt-BR`, `ca-valencia`. Whether the
 * subtags are registered is not asked: a registry that grows has no place in a frozen rule.
 * @throws MalformedError malformed
 */
export function checkLanguageTag(tag: string): void {
  const variants = TAG.exec(tag)?.[4]?.split("-").slice(1);
  if (variants !== undefined && tag.length <= LANGUAGE_LIMIT && new Set(variants).size === variants.length) return;
  const shown = tag.slice(0, LANGUAGE_LIMIT + 1).replace(/[^!-~]/g, "?");
  throw new MalformedError(
    "malformed",
    `"${shown}" is no language tag: write one such as en, sr-Cyrl or pt-BR (BCP 47)`,
  );
}

/** The direction in which a language is written: by its script where the tag names one, else by its usual script. */
export function textDirection(tag: string): "ltr" | "rtl" {
  const [, language = "", script, region = ""] = TAG.exec(tag) ?? [];
  if (script !== undefined) return RTL_SCRIPTS.has(script) ? "rtl" : "ltr";
  const place = `${language}-${region}`;
  if (RTL_LANGUAGES.has(language)) return LTR_IN_REGION.has(place) ? "ltr" : "rtl";
  return RTL_IN_REGION.has(place) ? "rtl" : "ltr";
}
