/**
 * "We never signed this": said of a named signature by a mailbox. Its id is an HMAC of the token that was mailed to it. What
 * was typed goes when its time is over; that there was a dispute, and what became of it, stays.
 */
export type DisputeTable = {
  statement_id: string;
  id: string;
  /** Index of the `sign`. */
  signature_index: number;
  /**
   * `waiting`: confirmed, and hides nothing before a human has looked; `ended`: the signature ended in another way while it was
   * open; `declined`: a human found no reason to hide the name.
   */
  state: "unconfirmed" | "waiting" | "open" | "upheld" | "removed" | "ended" | "declined";
  /** Mailbox, name and words of who says so; null once they are deleted. */
  said_sealed: Uint8Array | null;
  /** Empty once it is deleted. */
  mailbox_mac: Uint8Array;
  /** Of its evidence: 1 a mailbox, 2 one at the domain that is shown, 3 a record that the domain publishes, 4 and its key. */
  level: number;
  /** 1: the public history may keep the name. */
  keeps_name: number;
  /** For the public history, once the signature is removed. */
  name: string | null;
  /** What the signatory said to it. */
  answer_sealed: Uint8Array | null;
  /** Wrong codes typed so far. */
  attempts: number;
  created_at: number;
  /** When it ends if it is not confirmed; once settled, when what was typed is deleted. */
  expires_at: number;
  /** Index of the `dispute` entry. */
  opened_index: number | null;
  opened_at: number | null;
  /** Index of the act that settled it; null of one that was declined. */
  settled_index: number | null;
  settled_at: number | null;
};
