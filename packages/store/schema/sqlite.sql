CREATE TABLE "account" (
  "id" text not null primary key,
  "name" text not null,
  "mailbox" text not null unique,
  "password" text,
  "created_at" bigint not null,
  "role" text default 'administrator' not null
);

CREATE TABLE "account_act" (
  "id" text not null primary key,
  "act" text not null,
  "doer_kind" text not null,
  "doer_id" text not null,
  "doer_name" text not null,
  "subject" text,
  "detail" text,
  "count" integer not null,
  "done_at" bigint not null
);

CREATE INDEX "account_act_done" on "account_act" ("done_at", "id");

CREATE TABLE "account_invitation" (
  "id" text not null primary key,
  "token_hash" blob not null unique,
  "mailbox" text not null unique,
  "name" text not null,
  "role" text not null,
  "invited_by" text not null,
  "created_at" bigint not null,
  "expires_at" bigint not null
);

CREATE TABLE "addition" (
  "statement_id" text not null,
  "entry_index" bigint not null,
  "act" text not null,
  "version" integer,
  "sha256" text,
  "added_at" bigint not null,
  "told_to" bigint,
  constraint "addition_key" primary key ("statement_id", "entry_index")
);

CREATE INDEX "addition_to_tell" on "addition" ("statement_id", "entry_index") where "told_to" is not null;

CREATE TABLE "anonymising" (
  "statement_id" text not null primary key,
  "doer_kind" text not null,
  "doer_id" text not null,
  "doer_name" text not null,
  "ordered_at" bigint not null,
  "next_index" bigint not null,
  "done_at" bigint
);

CREATE TABLE "api_token" (
  "id" text not null primary key,
  "token_hash" blob not null unique,
  "label" text not null,
  "created_at" bigint not null,
  "account_id" text
);

CREATE TABLE "asking" (
  "statement_id" text not null,
  "id" text not null,
  "kind" text not null,
  "asked_by" text not null,
  "about" text not null,
  "mailbox_mac" blob not null,
  "asking_sealed" blob not null,
  "state" text not null,
  "attempts" integer not null,
  "asked_at" bigint not null,
  "answered_at" bigint,
  "expires_at" bigint not null,
  constraint "asking_key" primary key ("statement_id", "id")
);

CREATE INDEX "asking_about" on "asking" ("statement_id", "about");

CREATE INDEX "asking_asked_by" on "asking" ("statement_id", "asked_by");

CREATE INDEX "asking_expiry" on "asking" ("expires_at") where "state" = 'asked';

CREATE INDEX "asking_mailbox_mac" on "asking" ("statement_id", "mailbox_mac");

CREATE TABLE "assignment" (
  "statement_id" text not null,
  "account_id" text not null references "account" ("id") on delete cascade,
  constraint "assignment_key" primary key ("statement_id", "account_id")
);

CREATE TABLE "cosignature" (
  "size" bigint not null,
  "vkey" text not null,
  "signature" blob not null,
  constraint "cosignature_key" primary key ("size", "vkey")
);

CREATE TABLE "cosigned" (
  "size" bigint not null primary key,
  "root" blob not null,
  "checkpoint" blob not null
);

CREATE TABLE "dispute" (
  "statement_id" text not null,
  "id" text not null,
  "signature_index" bigint not null,
  "state" text not null,
  "said_sealed" blob,
  "mailbox_mac" blob not null,
  "level" integer not null,
  "keeps_name" integer not null,
  "name" text,
  "answer_sealed" blob,
  "attempts" integer not null,
  "created_at" bigint not null,
  "expires_at" bigint not null,
  "opened_index" bigint,
  "opened_at" bigint,
  "settled_index" bigint,
  "settled_at" bigint,
  constraint "dispute_key" primary key ("statement_id", "id")
);

CREATE INDEX "dispute_of_signature" on "dispute" ("statement_id", "signature_index");

CREATE INDEX "dispute_to_forget" on "dispute" ("expires_at") where "said_sealed" is not null;

CREATE TABLE "document" (
  "statement_id" text not null,
  "sha256" text not null,
  "format" text not null,
  "size" integer not null,
  "bytes" blob not null,
  constraint "document_key" primary key ("statement_id", "sha256")
);

CREATE TABLE "entry" (
  "log_id" text not null,
  "idx" bigint not null,
  "bytes" blob not null,
  constraint "entry_key" primary key ("log_id", "idx")
);

CREATE TABLE "erasure" (
  "statement_id" text not null,
  "entry_index" bigint not null,
  "signature_index" bigint not null,
  "erased_at" bigint not null,
  "swept" integer not null,
  "journaled" integer default 0 not null,
  constraint "erasure_key" primary key ("statement_id", "signature_index")
);

CREATE INDEX "erasure_unjournaled" on "erasure" ("statement_id", "signature_index") where "journaled" = 0;

CREATE INDEX "erasure_unswept" on "erasure" ("erased_at") where "swept" < 2;

CREATE TABLE "fingerprint" (
  "hash" bigint not null,
  "place" bigint not null,
  constraint "fingerprint_key" primary key ("hash", "place")
) without rowid;

CREATE TABLE "former_consent" (
  "statement_id" text not null,
  "consent_index" bigint not null,
  "idx" bigint not null,
  "public_digest" blob not null,
  "private_digest" blob not null,
  constraint "former_consent_key" primary key ("statement_id", "consent_index")
);

CREATE TABLE "former_representative" (
  "domain" text not null,
  "mailbox_mac" blob not null,
  "named" text not null,
  "revoked_at" bigint not null,
  constraint "former_representative_key" primary key ("domain", "mailbox_mac")
);

CREATE TABLE "idempotency" (
  "key_hash" blob not null primary key,
  "request_hash" blob not null,
  "status" integer not null,
  "body" text not null,
  "expires_at" bigint not null
);

CREATE TABLE "identity_act" (
  "number" integer not null primary key,
  "entry" blob not null,
  "proof" blob not null
);

CREATE TABLE "initiator" (
  "statement_id" text not null,
  "domain" text not null,
  "opened_at" bigint not null,
  constraint "initiator_key" primary key ("statement_id", "domain")
);

CREATE INDEX "initiator_domain" on "initiator" ("domain", "opened_at", "statement_id");

CREATE TABLE "invitation" (
  "statement_id" text not null,
  "id" text not null,
  "mailbox_mac" blob not null,
  "name_sealed" blob not null,
  "mailbox_sealed" blob,
  "lang" text not null,
  "state" text not null,
  "deciding_until" bigint,
  "reminders" integer not null,
  "mail_due" bigint,
  "mailed_at" bigint,
  "created_at" bigint not null,
  "changed_at" bigint not null,
  constraint "invitation_key" primary key ("statement_id", "id")
);

CREATE UNIQUE INDEX "invitation_mailbox" on "invitation" ("statement_id", "mailbox_mac");

CREATE INDEX "invitation_mailed" on "invitation" ("statement_id", "mailed_at");

CREATE INDEX "invitation_state" on "invitation" ("statement_id", "state", "id");

CREATE INDEX "invitation_to_mail" on "invitation" ("statement_id", "mail_due") where "mail_due" is not null;

CREATE TABLE "invitation_opt_out" (
  "statement_id" text not null,
  "mailbox_mac" blob not null,
  "opted_at" bigint not null,
  constraint "invitation_opt_out_key" primary key ("statement_id", "mailbox_mac")
);

CREATE TABLE "invitation_upload" (
  "statement_id" text not null,
  "id" text not null,
  "file_sealed" blob not null,
  "created_at" bigint not null,
  constraint "invitation_upload_key" primary key ("statement_id", "id")
);

CREATE TABLE "job" (
  "id" integer primary key,
  "kind" text not null,
  "key" text not null,
  "payload" text not null,
  "run_at" bigint not null,
  "lease_until" bigint not null,
  "again_at" bigint,
  "attempts" integer not null,
  "error" text,
  constraint "job_kind_key" unique ("kind", "key")
);

CREATE INDEX "job_run_at" on "job" ("run_at");

CREATE TABLE "kept_check" (
  "id" blob not null primary key,
  "sealed" blob not null,
  "made_at" bigint not null,
  "expires_at" bigint,
  "public_id" text unique,
  "public_body" blob,
  "published_at" bigint
);

CREATE INDEX "kept_check_expires" on "kept_check" ("expires_at");

CREATE TABLE "lease" (
  "name" text not null primary key,
  "holder" text not null,
  "lease_until" bigint not null
);

CREATE TABLE "log" (
  "log_id" text not null primary key,
  "size" bigint not null,
  "root" blob not null,
  "state" text not null
);

CREATE TABLE "logo" (
  "statement_id" text not null,
  "idx" bigint not null,
  "sha256" text not null,
  "width" integer not null,
  "height" integer not null,
  "png" blob not null,
  "permitted_at" bigint not null,
  constraint "logo_key" primary key ("statement_id", "idx")
);

CREATE INDEX "logo_file" on "logo" ("statement_id", "sha256");

CREATE TABLE "manage_reset" (
  "statement_id" text not null,
  "idx" bigint not null,
  "generation" integer not null,
  constraint "manage_reset_key" primary key ("statement_id", "idx")
);

CREATE TABLE "observation" (
  "statement_id" text not null,
  "id" text not null,
  "holder" text not null,
  "kind" text not null,
  "observation_sealed" blob not null,
  "attest_index" bigint,
  "observed_at" bigint not null,
  "seen_again_at" bigint,
  "look_at" bigint,
  "misses" integer default 0 not null,
  constraint "observation_key" primary key ("statement_id", "id")
);

CREATE INDEX "observation_attested" on "observation" ("statement_id", "attest_index") where attest_index is not null;

CREATE INDEX "observation_holder" on "observation" ("statement_id", "holder", "id");

CREATE INDEX "observation_key_note" on "observation" ("statement_id", "id") where kind = 'key';

CREATE INDEX "observation_look" on "observation" ("look_at", "observed_at") where kind in ('dns', 'well-known', 'web-page');

CREATE TABLE "openid_account" (
  "statement_id" text not null,
  "account_mac" blob not null,
  "pending_id" text not null,
  constraint "openid_account_key" primary key ("statement_id", "account_mac")
);

CREATE INDEX "openid_account_signatory" on "openid_account" ("statement_id", "pending_id");

CREATE TABLE "openid_flow" (
  "statement_id" text not null,
  "id" text not null,
  "flow_sealed" blob not null,
  "used" integer not null,
  "expires_at" bigint not null,
  constraint "openid_flow_key" primary key ("statement_id", "id")
);

CREATE INDEX "openid_flow_expiry" on "openid_flow" ("expires_at");

CREATE TABLE "openid_login" (
  "issuer" text not null,
  "subject" text not null,
  "account_id" text not null references "account" ("id") on delete cascade,
  "provider" text not null,
  "created_at" bigint not null,
  constraint "openid_login_key" primary key ("issuer", "subject")
);

CREATE TABLE "outbox" (
  "statement_id" text not null,
  "id" text not null,
  "template" text not null,
  "mail_sealed" blob,
  "state" text not null,
  "attempts" integer not null,
  "next_at" bigint not null,
  "lease_until" bigint not null,
  "error" text,
  "created_at" bigint not null,
  "sent_at" bigint,
  constraint "outbox_key" primary key ("statement_id", "id")
);

CREATE INDEX "outbox_created" on "outbox" ("created_at", "id");

CREATE INDEX "outbox_waiting" on "outbox" ("next_at") where "state" = 'waiting';

CREATE TABLE "passkey" (
  "id" text not null primary key,
  "account_id" text not null references "account" ("id") on delete cascade,
  "public_key" blob not null,
  "counter" bigint not null,
  "name" text not null,
  "created_at" bigint not null,
  "used_at" bigint
);

CREATE INDEX "passkey_account" on "passkey" ("account_id");

CREATE TABLE "passkey_challenge" (
  "challenge_hash" blob not null primary key,
  "account_id" text references "account" ("id") on delete cascade,
  "expires_at" bigint not null
);

CREATE TABLE "pending" (
  "statement_id" text not null,
  "id" text not null,
  "input_sealed" blob,
  "attempts" integer not null,
  "identity_mac" blob not null,
  "mailbox_mac" blob not null,
  "created_at" bigint not null,
  "expires_at" bigint not null,
  "confirmed_index" bigint,
  "confirmed_at" bigint,
  "admitted_at" bigint,
  constraint "pending_key" primary key ("statement_id", "id")
);

CREATE INDEX "pending_expiry" on "pending" ("expires_at") where "input_sealed" is not null;

CREATE INDEX "pending_mailbox" on "pending" ("statement_id", "mailbox_mac");

CREATE INDEX "pending_waiting" on "pending" ("statement_id", "confirmed_at") where confirmed_at is not null and confirmed_index is null;

CREATE TABLE "publication" (
  "log_id" text not null primary key,
  "size" bigint not null,
  "root" blob not null,
  "checkpoint" blob not null,
  "head_index" bigint,
  "published_at" bigint not null
);

CREATE TABLE "rate" (
  "bucket" blob not null primary key,
  "count" bigint not null,
  "resets_at" bigint not null
);

CREATE TABLE "recorded_act" (
  "statement_id" text not null,
  "entry_index" bigint not null,
  "act" text not null,
  "signature_index" bigint,
  "reason" text,
  "doer_kind" text not null,
  "doer_id" text not null,
  "doer_name" text not null,
  "done_at" bigint not null,
  constraint "recorded_act_key" primary key ("statement_id", "entry_index")
);

CREATE INDEX "recorded_act_done" on "recorded_act" ("done_at", "statement_id", "entry_index");

CREATE TABLE schema_version (
  version integer primary key,
  name text not null,
  applied_at bigint not null
);

CREATE TABLE "searched_text" (
  "id" integer primary key autoincrement,
  "statement_id" text not null,
  "version" integer not null,
  "lang" text not null
);

CREATE INDEX "searched_text_statement" on "searched_text" ("statement_id", "lang");

CREATE TABLE "session" (
  "token_hash" blob not null primary key,
  "id" text not null unique,
  "account_id" text not null references "account" ("id") on delete cascade,
  "csrf" text not null,
  "way" text not null,
  "browser" text not null,
  "created_at" bigint not null,
  "used_at" bigint not null,
  "expires_at" bigint not null
);

CREATE TABLE "setting" (
  "name" text not null primary key,
  "value" text not null
);

CREATE TABLE "sign_in_code" (
  "account_id" text not null primary key references "account" ("id") on delete cascade,
  "code_mac" blob not null,
  "attempts" integer not null,
  "expires_at" bigint not null
);

CREATE TABLE "signatory_word" (
  "statement_id" text not null,
  "word" text not null,
  "idx" bigint not null,
  constraint "signatory_word_key" primary key ("statement_id", "word", "idx")
) without rowid;

CREATE INDEX "signatory_word_idx" on "signatory_word" ("statement_id", "idx", "word");

CREATE TABLE "signature" (
  "statement_id" text not null,
  "idx" bigint not null,
  "kind" text not null,
  "capacity" text not null,
  "named" integer not null,
  "level" integer not null,
  "version" text not null,
  "status" text not null,
  "reason" text,
  "identity_mac" blob,
  "pending_id" text not null,
  "ended_index" bigint,
  "public_digest" blob not null,
  "public_part" text,
  "public_salt" blob,
  "private_digest" blob not null,
  "private_sealed" blob,
  "signed_at" bigint not null,
  "forget_at" bigint,
  "consent_index" bigint default 0 not null,
  "stayed_version" integer,
  constraint "signature_key" primary key ("statement_id", "idx"),
  constraint "signature_identity" unique ("statement_id", "identity_mac")
);

CREATE INDEX signature_domain on signature
    ((json_extract(public_part, '$.domain')), signed_at, statement_id, idx) where kind = 'organisation' and status in ('standing', 'disputed');

CREATE INDEX "signature_forget" on "signature" ("forget_at") where "forget_at" is not null;

CREATE INDEX "signature_listed" on "signature" ("statement_id", "kind", "idx") where named = 1 and status = 'standing';

CREATE UNIQUE INDEX "signature_resigned" on "signature" ("statement_id", "consent_index") where consent_index <> idx;

CREATE TABLE sqlite_sequence (
  name,
  seq
);

CREATE TABLE "statement" (
  "id" text not null primary key,
  "slug" text not null unique,
  "state" text not null,
  "draft" text not null,
  "title" text not null,
  "visibility" text not null,
  "link_key" text not null,
  "publishes_at" bigint,
  "created_at" bigint not null,
  "opened_at" bigint,
  "closes_at" bigint,
  "closed_at" bigint,
  "version" integer not null,
  "indexed_to" bigint not null,
  "mailboxes_kept" integer not null,
  "told_to" bigint
);

CREATE INDEX "statement_created" on "statement" ("created_at", "id");

CREATE TABLE "text" (
  "statement_id" text not null,
  "version" integer not null,
  "lang" text not null,
  "sha256" text not null,
  "bytes" blob not null,
  "position" integer not null,
  constraint "text_key" primary key ("statement_id", "version", "lang")
);

CREATE TABLE "text_import" (
  "account_id" text not null references "account" ("id") on delete cascade,
  "id" text not null,
  "source_sealed" blob not null,
  "choices_sealed" blob not null,
  "created_at" bigint not null,
  "expires_at" bigint not null,
  constraint "text_import_key" primary key ("account_id", "id")
);

CREATE INDEX "text_import_expires" on "text_import" ("expires_at");

CREATE TABLE "tile" (
  "log_id" text not null,
  "level" integer not null,
  "idx" bigint not null,
  "root" blob not null,
  "hashes" blob not null,
  constraint "tile_key" primary key ("log_id", "level", "idx")
);

CREATE TABLE "unpublished" (
  "log_id" text not null primary key,
  "size" bigint not null
);

CREATE TABLE "version" (
  "statement_id" text not null,
  "number" integer not null,
  "digest" text not null,
  "manifest" blob not null,
  "consent_notice" text not null,
  "opened_at" bigint not null,
  "opened_index" bigint default 0 not null,
  constraint "version_key" primary key ("statement_id", "number")
);

CREATE TABLE "witness" (
  "vkey" text not null primary key,
  "confirmed_size" bigint not null,
  "condition" text not null,
  "detail" text,
  "since" bigint not null,
  "cosigned_at" bigint
);
