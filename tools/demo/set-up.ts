import { randomBytes } from "node:crypto";
import type { ServerProcess } from "../live/server-process.ts";

/** Who may sign in to look around. */
export type DemoAdministrator = { readonly mailbox: string; readonly password: string };

const ORGANISATION = { name: "Assembly of Reading Towns", domain: "reading-towns.example" };

/** Makes the administrator and the initiator's organisation by the one-time link, as whoever starts a depositary does. */
export async function setUpByForm(server: ServerProcess): Promise<DemoAdministrator> {
  const link = /\S+\/setup\?token=\S+/.exec(server.output())?.[0];
  if (link === undefined) throw new Error(`the server printed no set-up link:\n${server.output()}`);
  const administrator = {
    mailbox: `administrator@${ORGANISATION.domain}`,
    password: randomBytes(12).toString("base64url"),
  };
  const form = {
    token: new URL(link).searchParams.get("token") ?? "",
    name: "Administrator of the demo",
    mailbox: administrator.mailbox,
    how: "password",
    password: administrator.password,
    "organisation.name": ORGANISATION.name,
    "organisation.domain": ORGANISATION.domain,
    "organisation.contact": `privacy@${ORGANISATION.domain}`,
  };
  const body = new URLSearchParams(form);
  const answer = await fetch(`${server.url}/setup`, { method: "POST", body, redirect: "manual" });
  const page = await answer.text();
  if (answer.status !== 303) throw new Error(`the set-up form was answered ${answer.status}: ${page.slice(0, 2_000)}`);
  return administrator;
}

/** As the statement names its initiator. */
export const INITIATOR = ORGANISATION;
