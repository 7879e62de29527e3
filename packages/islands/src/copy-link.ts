/*
 * Puts a button beside each field that is there to be copied. Without this script one selects and copies.
 */

import { addCopyButtons } from "./copying/add-copy-buttons.ts";

addCopyButtons(document);
