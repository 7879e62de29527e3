import type { Entry } from "../signature/entry.ts";
import type { Inventory } from "./inventory.ts";
import type { BundleFindings } from "./report.ts";
import { ResponseReading } from "./responses.ts";
import { TranslationReading } from "./translations.ts";
import type { ReadVersion } from "./versions.ts";

/** What came after the opening and nobody signed: answers of addressees, and further translations. */
export class AdditionReading {
  readonly responses: ResponseReading;
  readonly translations: TranslationReading;

  constructor(findings: BundleFindings, versions: readonly ReadVersion[]) {
    this.responses = new ResponseReading(findings);
    this.translations = new TranslationReading(findings, versions);
  }

  async read(inventory: Inventory): Promise<void> {
    await this.responses.read(inventory);
    await this.translations.read(inventory);
  }

  /** Takes an entry that is allowed where it stands. @throws VerificationError for what its version does not allow */
  name(entry: Entry): void {
    if (entry.act === "response") this.responses.name(entry);
    if (entry.act === "translation") this.translations.name(entry);
  }

  /** @param complete whether all entries were seen */
  close(complete: boolean): void {
    this.responses.close(complete);
    this.translations.close(complete);
  }
}
