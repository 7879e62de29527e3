/** Where an account is signed in. */
export const adminSessions = {
  title: "Where you are signed in",
  lead: "If you do not know one of these, sign it out, and change how you sign in. We keep no network addresses.",
  unknownBrowser: "Unknown browser",
  begun: "signed in {moment}",
  used: "last used {moment} or a little later",
  this: "this browser",
  end: "Sign out",
  endThis: "Sign out: {browser}, signed in {moment}",
  endOthers: "Sign out everywhere but here",
  back: "Back to your account",
  "way_set-up": "by the set-up link",
  way_password: "by password",
  way_code: "by a mailed code",
  way_invitation: "by the invitation",
  way_passkey: "by passkey",
  way_openid: "through another site",
} as const;
