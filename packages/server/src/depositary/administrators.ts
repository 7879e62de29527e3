export type Administrator = { id: string; name: string; mailbox: string };
export type Organisation = { name: string; domain?: string | undefined; contact: string };
/** `expires`: when it ends at the latest, in milliseconds since the epoch; unused, it ends after 12 hours. */
export type Session = { token: string; expires: number };

export type Administrators = {
  /** The one-time set-up token; null once an administrator exists. */
  setupToken(): Promise<string | null>;
  /** `password` may be left out: then codes are mailed. Fields at fault: name, mailbox, password, organisation.name … */
  setUp(
    token: string,
    input: { name: string; mailbox: string; password?: string | undefined; organisation: Organisation },
  ): Promise<Session>;
  organisation(): Promise<Organisation | null>;
  signInWithPassword(mailbox: string, password: string, from: { address: string }): Promise<Session>;
  /** Mails a code if the mailbox is an administrator's; the answer is the same either way. */
  requestCode(mailbox: string, from: { address: string }): Promise<void>;
  signInWithCode(mailbox: string, code: string, from: { address: string }): Promise<Session>;
  session(token: string): Promise<{ administrator: Administrator; csrf: string } | null>;
  signOut(token: string): Promise<void>;
  /** A bearer token for the API, shown once. */
  createToken(label: string): Promise<string>;
  checkToken(bearer: string): Promise<{ id: string } | null>;
  listTokens(): Promise<{ id: string; label: string; createdAt: number }[]>;
  revokeToken(id: string): Promise<void>;
};
