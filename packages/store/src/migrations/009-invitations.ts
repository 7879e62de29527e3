import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Engine } from "../engine.ts";

/** Who is invited to sign, who wants no invitations, and lists on their way to becoming invitations. See schema.ts. */
export async function invitations(db: Kysely<unknown>, engine: Engine): Promise<void> {
  const bytes = engine === "postgres" ? sql`bytea` : sql`blob`;
  await db.schema
    .createTable("invitation")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("mailbox_mac", bytes, (c) => c.notNull())
    .addColumn("name_sealed", bytes, (c) => c.notNull())
    .addColumn("mailbox_sealed", bytes)
    .addColumn("lang", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("deciding_until", "bigint")
    .addColumn("reminders", "integer", (c) => c.notNull())
    .addColumn("mail_due", "bigint")
    .addColumn("mailed_at", "bigint")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("changed_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("invitation_key", ["statement_id", "id"])
    .execute();
  await db.schema
    .createIndex("invitation_mailbox")
    .unique()
    .on("invitation")
    .columns(["statement_id", "mailbox_mac"])
    .execute();
  await db.schema.createIndex("invitation_state").on("invitation").columns(["statement_id", "state", "id"]).execute();
  await db.schema.createIndex("invitation_mailed").on("invitation").columns(["statement_id", "mailed_at"]).execute();
  await db.schema
    .createIndex("invitation_to_mail")
    .on("invitation")
    .columns(["statement_id", "mail_due"])
    .where(sql.ref("mail_due"), "is not", sql.lit(null))
    .execute();
  await db.schema
    .createTable("invitation_opt_out")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("mailbox_mac", bytes, (c) => c.notNull())
    .addColumn("opted_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("invitation_opt_out_key", ["statement_id", "mailbox_mac"])
    .execute();
  await db.schema
    .createTable("invitation_upload")
    .addColumn("statement_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("file_sealed", bytes, (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("invitation_upload_key", ["statement_id", "id"])
    .execute();
}
