import type { Context } from "hono";
import type { From } from "../../depositary/administrators.ts";
import { browserName } from "../../http/browser-name.ts";
import type { AdminSite } from "./admin-site.ts";

/** Where an attempt to sign in comes from. */
export function fromOf(c: Context, site: AdminSite): From {
  return { address: site.addressOf(c), browser: browserName(c.req.header("User-Agent")) };
}
