import "../load-env";
import "./tell-refusals";

// What `npm start` needs to know and do before the shop starts, in one process: each message names a step, and is
// answered with its result. Whatever stops a step is printed, and ends this process. Modules are loaded by the step
// that needs them, since some cannot be loaded where the environment does not fit.
const steps = {
  /** How the shop reads its environment. */
  settings: async () => (await import("./settings")).settingsOfStart(),

  /** Brings the database to this release, and fills the shelves of a new shop. */
  async database() {
    await (await import("./migrate")).migrateToStart();
    const { env } = await import("@/lib/settings/env");
    // The demo's products are not for sale for real money.
    if (env().live) return;
    await (await import("@/db/seed")).seed();
  },

  /** The first manager with a one-time password, if nobody has signed in at the desk yet. */
  async manager() {
    const { env } = await import("@/lib/settings/env");
    const { firstManager } = await import("@/lib/desk/staff/accounts");
    const { now } = await import("@/lib/clock");
    return firstManager(env().managerEmail, now());
  },

  /** Closes the database and ends this process. */
  async end() {
    await (await import("@/lib/desk/staff/auth")).closeStaff();
    await (await import("@/db/store")).closeStore();
    process.exit();
  },
};

process.on("message", async (name: keyof typeof steps) => {
  const result = await steps[name]();
  if (process.connected) process.send?.({ result });
});
