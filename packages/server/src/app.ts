import type { Context } from "hono";
import { Hono } from "hono";
import { mountApi } from "./api/mount.ts";
import type { Config } from "./config.ts";
import type { Depositary } from "./depositary/depositary.ts";
import { clientAddress } from "./http/client-address.ts";
import { refuseCrossSite } from "./http/cross-site.ts";
import { mountHealth } from "./http/health.ts";
import type { IdempotencyKeys } from "./http/idempotency.ts";
import { headersOf, problemResponse } from "./http/problem-details.ts";
import { limitRate } from "./http/rate-limit.ts";
import type { RateLimiter } from "./http/rate-limiter.ts";
import { refuseNul } from "./http/refuse-nul.ts";
import { requestLog } from "./http/request-log.ts";
import { makeSendJson, securityHeaders } from "./http/security-headers.ts";
import type { Log } from "./log.ts";
import { mountAdminPages } from "./pages/admin/mount.ts";
import { errorPage, notFoundPage } from "./pages/error-page.ts";
import { mountPublicPages } from "./pages/public/mount.ts";

export type AppOptions = {
  readonly config: Pick<Config, "trustProxy">;
  readonly log: Log;
  readonly limiter: RateLimiter;
  readonly idempotency: IdempotencyKeys;
};

/** Everything that is served over HTTP. Tests call `app.request("/path")`, without a socket. */
export function createApp(depositary: Depositary, { config, log, limiter, idempotency }: AppOptions): Hono {
  const { origin, protocol } = new URL(depositary.identity.baseUrl);
  const address = knowAddresses(config, log);
  const secure = protocol === "https:";
  const app = new Hono();
  app.onError((error, c) => {
    if (c.req.path.startsWith("/api/")) return problemResponse(c, error, log);
    for (const [name, value] of Object.entries(headersOf(error))) c.header(name, value);
    return errorPage(c, error);
  });
  app.notFound((c) => notFoundPage(c));
  mountHealth(app, depositary);
  app.use(requestLog(log));
  app.use(securityHeaders({ secure }));
  app.use(refuseNul());
  app.use(refuseCrossSite({ origin }));
  app.use("/s/:slug/sign", limitRate(limiter, "submit", { address, parameter: "slug" }));
  app.use("/s/:slug/sign/sent", limitRate(limiter, "confirm", { address }));
  app.use("/s/:slug/manage", limitRate(limiter, "manage-link", { address, parameter: "slug" }));
  for (const path of ["/check", "/s/:slug/check"]) app.use(path, limitRate(limiter, "check", { address }));
  app.use("/checks/*", limitRate(limiter, "confirm", { address }));
  app.use("/s/:slug/signed-on", limitRate(limiter, "signed-on", { address, reading: true }));
  app.use("/s/:slug/dispute", limitRate(limiter, "dispute", { address, parameter: "slug" }));
  // Of Hono's patterns "/confirm/*" is "/confirm" too: named twice, each would count twice.
  const byToken = ["/confirm/*", "/manage/*", "/logo/*", "/invited/*", "/evidence/*", "/openid/*", "/dispute/*"];
  const byCode = ["/s/:slug/answer", "/s/:slug/dispute/sent"];
  for (const path of [...byToken, ...byCode, "/approve", "/vouch", "/named"]) {
    app.use(path, limitRate(limiter, "confirm", { address }));
  }
  for (const path of ["/evidence", "/dispute/settle", "/manage/keep"]) {
    app.use(path, limitRate(limiter, "look", { address }));
  }
  for (const path of ["/sign-in/*", "/setup", "/account-invitation", "/representatives"])
    app.use(path, limitRate(limiter, "sign-in", { address }));
  mountApi(app, { depositary, log, limiter, idempotency, sendJson: makeSendJson({ secure }), address });
  mountAdminPages(app, depositary, { address });
  mountPublicPages(app, depositary, { address });
  return app;
}

/**
 * The client's address, for rate limits. Behind a proxy that is not trusted everybody has the proxy's own, and shares its
 * limits: that is said once, since it is noticed only when it hurts.
 */
function knowAddresses({ trustProxy }: AppOptions["config"], log: Log): (c: Context) => string {
  let said = trustProxy > 0;
  return function addressOf(c) {
    if (!said && c.req.header("X-Forwarded-For") !== undefined) {
      said = true;
      log.warn(
        "A request came through a proxy. If the proxy is yours, set TRUST_PROXY=1: else all its clients share one rate limit.",
      );
    }
    return clientAddress(c, trustProxy);
  };
}
