import { z } from "@hono/zod-openapi";
import { INVITED_AT_ONCE } from "../depositary/invitations.ts";
import { invitationFields } from "../depositary/inviting.ts";
import { nextField } from "./paging.ts";

export const stateField = z
  .enum(["waiting", "invited", "opened", "deciding", "signed", "declined", "opted-out"])
  .openapi({ description: "waiting: no mail is written yet; opted-out: it wants no more mail" });

/** Each is checked by itself, so that a refusal names the one at fault. */
export const invitationsBody = z
  .strictObject({ invitations: z.array(invitationFields).min(1).max(INVITED_AT_ONCE) })
  .openapi("NewInvitations");

export const outcomesAnswer = z
  .object({
    outcomes: z.array(
      z.object({
        outcome: z
          .enum(["invited", "already", "signed", "opted-out"])
          .openapi({ description: "Only who is “invited” is written to" }),
        id: z.string().nullable(),
      }),
    ),
  })
  .openapi("InvitationOutcomes");

const moment = z.iso.datetime();

export const invitationsAnswer = z
  .object({
    items: z.array(
      z
        .object({
          id: z.string(),
          name: z.string().openapi({ description: "The organisation’s" }),
          mailbox: z.string().nullable().openapi({ description: "Null once the organisation wants no more mail" }),
          contact: z.string().optional(),
          lang: z.string(),
          state: stateField,
          decidingUntil: moment.nullable(),
          reminders: z.int(),
          mailedAt: moment.nullable(),
          remindableAt: moment
            .nullable()
            .openapi({ description: "From when a reminder may be sent; null where none may" }),
        })
        .openapi("Invitation"),
    ),
    next: nextField,
    counts: z.record(stateField, z.int()),
  })
  .openapi("Invitations");

export const remindBody = z
  .strictObject({
    ids: z
      .array(z.string().max(40))
      .max(INVITED_AT_ONCE)
      .optional()
      .openapi({ description: "All who may be reminded by now, where it is left out" }),
  })
  .openapi("Reminders");

export const remindAnswer = z.object({ count: z.int() }).openapi("Reminded");
