import type { Instrumentation } from "next";

/** Runs once when the server starts: refuses an invalid environment and starts the loops. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("@/lib/settings/env");
  const { logForwardUrl } = env();
  const forwarding = logForwardUrl
    ? (await import("@/lib/process/log-forward")).forwardLog(logForwardUrl)
    : undefined;
  // A development server restarts on its own, and Next ends it.
  if (process.env.NODE_ENV === "production") {
    const { endWhenAsked } = await import("@/lib/process/stop");
    endWhenAsked(async () => forwarding?.sent());
  }
  const { holdRunning } = await import("@/db/running");
  await holdRunning();
  if (process.env.NODE_ENV === "production") {
    const { logConsole } = await import("@/lib/process/log-console");
    logConsole();
  }
  const { watchCallers } = await import("@/lib/http/caller");
  watchCallers();
  const { watchIngress } = await import("@/lib/http/ingress");
  watchIngress();
  const { watchSignIns } = await import("@/lib/limits/sign-in-guard");
  watchSignIns();
  if (env().traces) {
    const { startTracing } = await import("@/lib/process/tracing");
    startTracing();
  }
  if (env().metricsToken) {
    const { watchRequests } = await import("@/lib/metrics/http");
    watchRequests();
  }
  const { startLoop } = await import("@/lib/loop");
  const { securityLog } = await import("@/lib/http/security-log");
  startLoop(securityLog);
  const { watchBooks } = await import("@/lib/process/watch-books");
  startLoop(watchBooks());
  const { startAlarms } = await import("@/lib/alarms/delivery/deliver");
  startAlarms();
  const { startReconcile } = await import("@/lib/payments/worker/reconcile");
  startReconcile();
  const { startPageChecks } = await import("@/lib/page-check/nightly");
  startPageChecks();
  const { startMailer } = await import("@/lib/mail/mailer");
  startMailer();
  const { startWebhooks } = await import("@/lib/webhooks/deliver");
  startWebhooks();
  const { startBackups } = await import("@/lib/backup/schedule");
  startBackups();
  const { startBookChecks } = await import("@/lib/book-check/nightly");
  startBookChecks();
  const { tellDatabaseRights } = await import("@/lib/process/database-rights");
  void tellDatabaseRights();
  const { tellUnfinished } = await import("@/lib/doctor/live-start");
  void tellUnfinished();
}

/**
 * Logs a page that failed, without what people typed. A failure because the database was too busy or read-only is
 * answered as such.
 */
export const onRequestError: Instrumentation.onRequestError = async (error, { headers }, { routePath }) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ isOverload, isUnwritable }, { answerBusy }, { logBrokenPage }] = await Promise.all([
    import("@/db/overload"),
    import("@/lib/http/ingress"),
    import("@/lib/process/log-console"),
  ]);
  const wasBusy = isOverload(error) || isUnwritable(error);
  if (wasBusy) answerBusy(headers);
  logBrokenPage(error, routePath, wasBusy);
};
