/** Signing in by a passkey. */
export const adminPasskeys = {
  title: "Passkeys",
  lead: "With a passkey you sign in by the lock of your device: a fingerprint, your face or its PIN. Nothing that could be typed into a false page.",
  none: "No passkeys yet.",
  add: "Add a passkey",
  again: "For this, you must have signed in within the last ten minutes.",
  signInAgain: "Sign in again",
  name: "Name of the device",
  nameHint: "For example “my telephone”. So that you know later which one to remove.",
  nameMissing: "Please give the device a name.",
  addThis: "Add it now",
  needsScript:
    "Passkeys need a browser that knows them and runs the script of this page. Your password and mailed codes work without.",
  failed: "The browser did not add a passkey. Try again, or use another device.",
  added: "added {day}",
  unused: "not used yet",
  used: "last used {moment}",
  remove: "Remove",
  removeThis: "Remove: {name}",
  signIn: "Sign in with a passkey",
  signInFailed: "No passkey was shown. Try again, or use your password or a mailed code.",
} as const;
