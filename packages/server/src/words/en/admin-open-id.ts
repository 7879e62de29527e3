/** Signing in through an account elsewhere. */
export const adminOpenId = {
  title: "Accounts elsewhere",
  lead: "You can sign in here through an account that you have elsewhere. We ask there whose account it is, and nothing more.",
  bind: "Add your account at {name}",
  signIn: "Sign in through {name}",
  onwardTitle: "Go on to {host}",
  onward: "Sign in there. It sends you back here.",
  refusedTitle: "That did not work",
  back: "Back",
} as const;
