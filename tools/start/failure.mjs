// @ts-check

/** Something the person at the terminal can mend: the message says what, and is shown without a stack. */
export class Failure extends Error {}
