create table account (
  id text not null,
  name text not null,
  mailbox text not null,
  password text,
  created_at bigint not null,
  role text not null,
  constraint account_mailbox_key UNIQUE (mailbox),
  constraint account_pkey PRIMARY KEY (id)
);

create table account_act (
  id text not null,
  act text not null,
  doer_kind text not null,
  doer_id text not null,
  doer_name text not null,
  subject text,
  detail text,
  count integer not null,
  done_at bigint not null,
  constraint account_act_pkey PRIMARY KEY (id)
);
CREATE INDEX account_act_done ON account_act USING btree (done_at, id);

create table account_invitation (
  id text not null,
  token_hash bytea not null,
  mailbox text not null,
  name text not null,
  role text not null,
  invited_by text not null,
  created_at bigint not null,
  expires_at bigint not null,
  constraint account_invitation_mailbox_key UNIQUE (mailbox),
  constraint account_invitation_pkey PRIMARY KEY (id),
  constraint account_invitation_token_hash_key UNIQUE (token_hash)
);

create table addition (
  statement_id text not null,
  entry_index bigint not null,
  act text not null,
  version integer,
  sha256 text,
  added_at bigint not null,
  told_to bigint,
  constraint addition_key PRIMARY KEY (statement_id, entry_index)
);
CREATE INDEX addition_to_tell ON addition USING btree (statement_id, entry_index) WHERE (told_to IS NOT NULL);

create table anonymising (
  statement_id text not null,
  doer_kind text not null,
  doer_id text not null,
  doer_name text not null,
  ordered_at bigint not null,
  next_index bigint not null,
  done_at bigint,
  constraint anonymising_pkey PRIMARY KEY (statement_id)
);

create table api_token (
  id text not null,
  token_hash bytea not null,
  label text not null,
  created_at bigint not null,
  account_id text,
  constraint api_token_pkey PRIMARY KEY (id),
  constraint api_token_token_hash_key UNIQUE (token_hash)
);

create table asking (
  statement_id text not null,
  id text not null,
  kind text not null,
  asked_by text not null,
  about text not null,
  mailbox_mac bytea not null,
  asking_sealed bytea not null,
  state text not null,
  attempts integer not null,
  asked_at bigint not null,
  answered_at bigint,
  expires_at bigint not null,
  constraint asking_key PRIMARY KEY (statement_id, id)
);
CREATE INDEX asking_about ON asking USING btree (statement_id, about);
CREATE INDEX asking_asked_by ON asking USING btree (statement_id, asked_by);
CREATE INDEX asking_expiry ON asking USING btree (expires_at) WHERE (state = 'asked'::text);
CREATE INDEX asking_mailbox_mac ON asking USING btree (statement_id, mailbox_mac);

create table assignment (
  statement_id text not null,
  account_id text not null,
  constraint assignment_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  constraint assignment_key PRIMARY KEY (statement_id, account_id)
);

create table cosignature (
  size bigint not null,
  vkey text not null,
  signature bytea not null,
  constraint cosignature_key PRIMARY KEY (size, vkey)
);

create table cosigned (
  size bigint not null,
  root bytea not null,
  checkpoint bytea not null,
  constraint cosigned_pkey PRIMARY KEY (size)
);

create table dispute (
  statement_id text not null,
  id text not null,
  signature_index bigint not null,
  state text not null,
  said_sealed bytea,
  mailbox_mac bytea not null,
  level integer not null,
  keeps_name integer not null,
  name text,
  answer_sealed bytea,
  attempts integer not null,
  created_at bigint not null,
  expires_at bigint not null,
  opened_index bigint,
  opened_at bigint,
  settled_index bigint,
  settled_at bigint,
  constraint dispute_key PRIMARY KEY (statement_id, id)
);
CREATE INDEX dispute_of_signature ON dispute USING btree (statement_id, signature_index);
CREATE INDEX dispute_to_forget ON dispute USING btree (expires_at) WHERE (said_sealed IS NOT NULL);

create table document (
  statement_id text not null,
  sha256 text not null,
  format text not null,
  size integer not null,
  bytes bytea not null,
  constraint document_key PRIMARY KEY (statement_id, sha256)
);

create table entry (
  log_id text not null,
  idx bigint not null,
  bytes bytea not null,
  constraint entry_key PRIMARY KEY (log_id, idx)
);

create table erasure (
  statement_id text not null,
  entry_index bigint not null,
  signature_index bigint not null,
  erased_at bigint not null,
  swept integer not null,
  journaled integer not null,
  constraint erasure_key PRIMARY KEY (statement_id, signature_index)
);
CREATE INDEX erasure_unjournaled ON erasure USING btree (statement_id, signature_index) WHERE (journaled = 0);
CREATE INDEX erasure_unswept ON erasure USING btree (erased_at) WHERE (swept < 2);

create table fingerprint (
  hash bigint not null,
  place bigint not null,
  constraint fingerprint_key PRIMARY KEY (hash, place)
);

create table former_consent (
  statement_id text not null,
  consent_index bigint not null,
  idx bigint not null,
  public_digest bytea not null,
  private_digest bytea not null,
  constraint former_consent_key PRIMARY KEY (statement_id, consent_index)
);

create table former_representative (
  domain text not null,
  mailbox_mac bytea not null,
  named text not null,
  revoked_at bigint not null,
  constraint former_representative_key PRIMARY KEY (domain, mailbox_mac)
);

create table idempotency (
  key_hash bytea not null,
  request_hash bytea not null,
  status integer not null,
  body text not null,
  expires_at bigint not null,
  constraint idempotency_pkey PRIMARY KEY (key_hash)
);

create table identity_act (
  number integer not null,
  entry bytea not null,
  proof bytea not null,
  constraint identity_act_pkey PRIMARY KEY (number)
);

create table initiator (
  statement_id text not null,
  domain text not null,
  opened_at bigint not null,
  constraint initiator_key PRIMARY KEY (statement_id, domain)
);
CREATE INDEX initiator_domain ON initiator USING btree (domain, opened_at, statement_id);

create table invitation (
  statement_id text not null,
  id text not null,
  mailbox_mac bytea not null,
  name_sealed bytea not null,
  mailbox_sealed bytea,
  lang text not null,
  state text not null,
  deciding_until bigint,
  reminders integer not null,
  mail_due bigint,
  mailed_at bigint,
  created_at bigint not null,
  changed_at bigint not null,
  constraint invitation_key PRIMARY KEY (statement_id, id)
);
CREATE UNIQUE INDEX invitation_mailbox ON invitation USING btree (statement_id, mailbox_mac);
CREATE INDEX invitation_mailed ON invitation USING btree (statement_id, mailed_at);
CREATE INDEX invitation_state ON invitation USING btree (statement_id, state, id);
CREATE INDEX invitation_to_mail ON invitation USING btree (statement_id, mail_due) WHERE (mail_due IS NOT NULL);

create table invitation_opt_out (
  statement_id text not null,
  mailbox_mac bytea not null,
  opted_at bigint not null,
  constraint invitation_opt_out_key PRIMARY KEY (statement_id, mailbox_mac)
);

create table invitation_upload (
  statement_id text not null,
  id text not null,
  file_sealed bytea not null,
  created_at bigint not null,
  constraint invitation_upload_key PRIMARY KEY (statement_id, id)
);

create table job (
  id bigint generated always as identity not null,
  kind text not null,
  key text not null,
  payload text not null,
  run_at bigint not null,
  lease_until bigint not null,
  again_at bigint,
  attempts integer not null,
  error text,
  constraint job_kind_key UNIQUE (kind, key),
  constraint job_pkey PRIMARY KEY (id)
);
CREATE INDEX job_run_at ON job USING btree (run_at);

create table kept_check (
  id bytea not null,
  sealed bytea not null,
  made_at bigint not null,
  expires_at bigint,
  public_id text,
  public_body bytea,
  published_at bigint,
  constraint kept_check_pkey PRIMARY KEY (id),
  constraint kept_check_public_id_key UNIQUE (public_id)
);
CREATE INDEX kept_check_expires ON kept_check USING btree (expires_at);

create table lease (
  name text not null,
  holder text not null,
  lease_until bigint not null,
  constraint lease_pkey PRIMARY KEY (name)
);

create table log (
  log_id text not null,
  size bigint not null,
  root bytea not null,
  state text not null,
  constraint log_pkey PRIMARY KEY (log_id)
);

create table logo (
  statement_id text not null,
  idx bigint not null,
  sha256 text not null,
  width integer not null,
  height integer not null,
  png bytea not null,
  permitted_at bigint not null,
  constraint logo_key PRIMARY KEY (statement_id, idx)
);
CREATE INDEX logo_file ON logo USING btree (statement_id, sha256);

create table manage_reset (
  statement_id text not null,
  idx bigint not null,
  generation integer not null,
  constraint manage_reset_key PRIMARY KEY (statement_id, idx)
);

create table observation (
  statement_id text not null,
  id text not null,
  holder text not null,
  kind text not null,
  observation_sealed bytea not null,
  attest_index bigint,
  observed_at bigint not null,
  seen_again_at bigint,
  look_at bigint,
  misses integer not null,
  constraint observation_key PRIMARY KEY (statement_id, id)
);
CREATE INDEX observation_attested ON observation USING btree (statement_id, attest_index) WHERE (attest_index IS NOT NULL);
CREATE INDEX observation_holder ON observation USING btree (statement_id, holder, id);
CREATE INDEX observation_key_note ON observation USING btree (statement_id, id) WHERE (kind = 'key'::text);
CREATE INDEX observation_look ON observation USING btree (look_at, observed_at) WHERE (kind = ANY (ARRAY['dns'::text, 'well-known'::text, 'web-page'::text]));

create table openid_account (
  statement_id text not null,
  account_mac bytea not null,
  pending_id text not null,
  constraint openid_account_key PRIMARY KEY (statement_id, account_mac)
);
CREATE INDEX openid_account_signatory ON openid_account USING btree (statement_id, pending_id);

create table openid_flow (
  statement_id text not null,
  id text not null,
  flow_sealed bytea not null,
  used integer not null,
  expires_at bigint not null,
  constraint openid_flow_key PRIMARY KEY (statement_id, id)
);
CREATE INDEX openid_flow_expiry ON openid_flow USING btree (expires_at);

create table openid_login (
  issuer text not null,
  subject text not null,
  account_id text not null,
  provider text not null,
  created_at bigint not null,
  constraint openid_login_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  constraint openid_login_key PRIMARY KEY (issuer, subject)
);

create table outbox (
  statement_id text not null,
  id text collate "C" not null,
  template text not null,
  mail_sealed bytea,
  state text not null,
  attempts integer not null,
  next_at bigint not null,
  lease_until bigint not null,
  error text,
  created_at bigint not null,
  sent_at bigint,
  constraint outbox_key PRIMARY KEY (statement_id, id)
);
CREATE INDEX outbox_created ON outbox USING btree (created_at, id);
CREATE INDEX outbox_waiting ON outbox USING btree (next_at) WHERE (state = 'waiting'::text);

create table passkey (
  id text not null,
  account_id text not null,
  public_key bytea not null,
  counter bigint not null,
  name text not null,
  created_at bigint not null,
  used_at bigint,
  constraint passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  constraint passkey_pkey PRIMARY KEY (id)
);
CREATE INDEX passkey_account ON passkey USING btree (account_id);

create table passkey_challenge (
  challenge_hash bytea not null,
  account_id text,
  expires_at bigint not null,
  constraint passkey_challenge_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  constraint passkey_challenge_pkey PRIMARY KEY (challenge_hash)
);

create table pending (
  statement_id text not null,
  id text not null,
  input_sealed bytea,
  attempts integer not null,
  identity_mac bytea not null,
  mailbox_mac bytea not null,
  created_at bigint not null,
  expires_at bigint not null,
  confirmed_index bigint,
  confirmed_at bigint,
  admitted_at bigint,
  constraint pending_key PRIMARY KEY (statement_id, id)
);
CREATE INDEX pending_expiry ON pending USING btree (expires_at) WHERE (input_sealed IS NOT NULL);
CREATE INDEX pending_mailbox ON pending USING btree (statement_id, mailbox_mac);
CREATE INDEX pending_waiting ON pending USING btree (statement_id, confirmed_at) WHERE ((confirmed_at IS NOT NULL) AND (confirmed_index IS NULL));

create table publication (
  log_id text not null,
  size bigint not null,
  root bytea not null,
  checkpoint bytea not null,
  head_index bigint,
  published_at bigint not null,
  constraint publication_pkey PRIMARY KEY (log_id)
);

create table rate (
  bucket bytea not null,
  count bigint not null,
  resets_at bigint not null,
  constraint rate_pkey PRIMARY KEY (bucket)
);

create table recorded_act (
  statement_id text not null,
  entry_index bigint not null,
  act text not null,
  signature_index bigint,
  reason text,
  doer_kind text not null,
  doer_id text not null,
  doer_name text not null,
  done_at bigint not null,
  constraint recorded_act_key PRIMARY KEY (statement_id, entry_index)
);
CREATE INDEX recorded_act_done ON recorded_act USING btree (done_at, statement_id, entry_index);

create table schema_version (
  version integer not null,
  name text not null,
  applied_at bigint not null,
  constraint schema_version_pkey PRIMARY KEY (version)
);

create table searched_text (
  id bigint generated always as identity not null,
  statement_id text not null,
  version integer not null,
  lang text not null,
  constraint searched_text_pkey PRIMARY KEY (id)
);
CREATE INDEX searched_text_statement ON searched_text USING btree (statement_id, lang);

create table session (
  token_hash bytea not null,
  id text not null,
  account_id text not null,
  csrf text not null,
  way text not null,
  browser text not null,
  created_at bigint not null,
  used_at bigint not null,
  expires_at bigint not null,
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  constraint session_id_key UNIQUE (id),
  constraint session_pkey PRIMARY KEY (token_hash)
);

create table setting (
  name text not null,
  value text not null,
  constraint setting_pkey PRIMARY KEY (name)
);

create table sign_in_code (
  account_id text not null,
  code_mac bytea not null,
  attempts integer not null,
  expires_at bigint not null,
  constraint sign_in_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  constraint sign_in_code_pkey PRIMARY KEY (account_id)
);

create table signatory_word (
  statement_id text not null,
  word text collate "C" not null,
  idx bigint not null,
  constraint signatory_word_key PRIMARY KEY (statement_id, word, idx)
);
CREATE INDEX signatory_word_idx ON signatory_word USING btree (statement_id, idx, word);

create table signature (
  statement_id text not null,
  idx bigint not null,
  kind text not null,
  capacity text not null,
  named integer not null,
  level integer not null,
  version text not null,
  status text not null,
  reason text,
  identity_mac bytea,
  pending_id text not null,
  ended_index bigint,
  public_digest bytea not null,
  public_part text,
  public_salt bytea,
  private_digest bytea not null,
  private_sealed bytea,
  signed_at bigint not null,
  forget_at bigint,
  consent_index bigint not null,
  stayed_version integer,
  constraint signature_identity UNIQUE (statement_id, identity_mac),
  constraint signature_key PRIMARY KEY (statement_id, idx)
);
CREATE INDEX signature_domain ON signature USING btree ((((public_part)::jsonb ->> 'domain'::text)), signed_at, statement_id, idx) WHERE ((kind = 'organisation'::text) AND (status = ANY (ARRAY['standing'::text, 'disputed'::text])));
CREATE INDEX signature_forget ON signature USING btree (forget_at) WHERE (forget_at IS NOT NULL);
CREATE INDEX signature_listed ON signature USING btree (statement_id, kind, idx) WHERE ((named = 1) AND (status = 'standing'::text));
CREATE UNIQUE INDEX signature_resigned ON signature USING btree (statement_id, consent_index) WHERE (consent_index <> idx);

create table statement (
  id text not null,
  slug text not null,
  state text not null,
  draft text not null,
  title text not null,
  visibility text not null,
  link_key text not null,
  publishes_at bigint,
  created_at bigint not null,
  opened_at bigint,
  closes_at bigint,
  closed_at bigint,
  version integer not null,
  indexed_to bigint not null,
  mailboxes_kept integer not null,
  told_to bigint,
  constraint statement_pkey PRIMARY KEY (id),
  constraint statement_slug_key UNIQUE (slug)
);
CREATE INDEX statement_created ON statement USING btree (created_at, id);

create table text (
  statement_id text not null,
  version integer not null,
  lang text not null,
  sha256 text not null,
  bytes bytea not null,
  position integer not null,
  constraint text_key PRIMARY KEY (statement_id, version, lang)
);

create table text_import (
  account_id text not null,
  id text not null,
  source_sealed bytea not null,
  choices_sealed bytea not null,
  created_at bigint not null,
  expires_at bigint not null,
  constraint text_import_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE,
  constraint text_import_key PRIMARY KEY (account_id, id)
);
CREATE INDEX text_import_expires ON text_import USING btree (expires_at);

create table tile (
  log_id text not null,
  level integer not null,
  idx bigint not null,
  root bytea not null,
  hashes bytea not null,
  constraint tile_key PRIMARY KEY (log_id, level, idx)
);

create table unpublished (
  log_id text not null,
  size bigint not null,
  constraint unpublished_pkey PRIMARY KEY (log_id)
);

create table version (
  statement_id text not null,
  number integer not null,
  digest text not null,
  manifest bytea not null,
  consent_notice text not null,
  opened_at bigint not null,
  opened_index bigint not null,
  constraint version_key PRIMARY KEY (statement_id, number)
);

create table witness (
  vkey text not null,
  confirmed_size bigint not null,
  condition text not null,
  detail text,
  since bigint not null,
  cosigned_at bigint,
  constraint witness_pkey PRIMARY KEY (vkey)
);
