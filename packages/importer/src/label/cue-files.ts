// Written by tools/generate-cues.ts from the files in packages/importer/cues.
import ar from "../../cues/ar.json" with { type: "json" };
import de from "../../cues/de.json" with { type: "json" };
import en from "../../cues/en.json" with { type: "json" };
import es from "../../cues/es.json" with { type: "json" };
import fr from "../../cues/fr.json" with { type: "json" };
import it from "../../cues/it.json" with { type: "json" };
import pt from "../../cues/pt.json" with { type: "json" };
import ru from "../../cues/ru.json" with { type: "json" };
import srCyrl from "../../cues/sr-Cyrl.json" with { type: "json" };
import srLatn from "../../cues/sr-Latn.json" with { type: "json" };
import zh from "../../cues/zh.json" with { type: "json" };

/** What the files of cues hold, by language tag; not yet checked. */
export const cueFiles: { readonly [tag: string]: unknown } = {
  ar,
  de,
  en,
  es,
  fr,
  it,
  pt,
  ru,
  "sr-Cyrl": srCyrl,
  "sr-Latn": srLatn,
  zh,
};
