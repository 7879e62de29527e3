import type { Hono } from "hono";
import type { StatementView } from "../../depositary/statements.ts";
import type { AdminSite, Visit } from "./admin-site.ts";
import { findOpened } from "./find-statement.ts";
import { stateWords } from "./invitation-words.ts";
import { sendCsv } from "./send-csv.ts";
import { shown } from "./visit.ts";

/** `/admin/statements/:id/invitations.csv`: who is invited and what became of it, for a spreadsheet. */
export function mountDownloadInvitations(app: Hono, site: AdminSite): void {
  app.get(
    "/admin/statements/:id/invitations.csv",
    shown(site, async (c, visit) => {
      const statement = await findOpened(c, visit);
      return statement === null ? c.notFound() : sendCsv(c, "invitations.csv", await listRows(visit, statement));
    }),
  );
}

async function listRows({ site: { depositary, say } }: Visit, { id }: StatementView): Promise<string[][]> {
  const rows = [
    [
      say("adminInvitations.name"),
      say("adminInvitations.mailbox"),
      say("adminInvitations.contact"),
      say("adminInvitations.csvState"),
      say("adminInvitations.csvReminders"),
    ],
  ];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof depositary.invitations.list>> = await depositary.invitations.list(id, {
      cursor,
      limit: 200,
    });
    for (const { name, mailbox, contact = "", state, reminders } of page.items) {
      rows.push([name, mailbox, contact, stateWords(say, state), String(reminders)]);
    }
    cursor = page.next;
  }
  return rows;
}
