export type Mail = {
  id: string;
  to: string;
  subject: string;
  text: string;
  /** Addresses in the text that open something; empty once sent, when tokens are wiped. */
  links: string[];
  state: "waiting" | "sent" | "failed";
  attempts: number;
  error: string | null;
  createdAt: number;
  sentAt: number | null;
};

export type Outbox = {
  /** Newest first. */
  list(page: {
    cursor?: string | undefined;
    limit?: number | undefined;
  }): Promise<{ items: Mail[]; next: string | null }>;
  /** Puts a failed mail back among the waiting. */
  retry(id: string): Promise<void>;
};
