import type { GatewayName } from "@/lib/contracts/gateways";
import { traitsOf } from "@/lib/gateways/all-traits";
import { emulatorPath, env } from "@/lib/settings/env";
import { gatewaysOfShop } from "@/lib/settings/gateways";

/**
 * Tells the start script, which is plain JavaScript, how the shop reads its environment. Contains no secrets. Throws
 * EnvError.
 */
export async function settingsOfStart() {
  const { host, port, appUrl, demo, live, mail } = env();
  // Read only now: it cannot be loaded where the environment does not fit.
  const { databaseUrl } = await import("@/db/columns");
  const database = nameOf(databaseUrl);
  const letters = mail.smtpUrl ? undefined : mail.folder;
  return { host, port, appUrl, database, demo, live, gateways: gatewaysOfShop().map(shown), letters };
}

/** A gateway that can be paid through, and where browsers reach its emulator, if that is below the shop's own address. */
function shown(name: GatewayName) {
  const { servesEmulators, appUrl } = env();
  const { apiUrl: url, emulated } = env()[name];
  const publicUrl = servesEmulators ? appUrl + emulatorPath(name) : undefined;
  return { name, title: traitsOf(name).label, url, emulated, ...(publicUrl && { publicUrl }) };
}

/** Where the books are kept. Prints no part of a PostgreSQL URL: what looks like its host may be part of a password. */
function nameOf(databaseUrl: string) {
  return databaseUrl.startsWith("file:") ? databaseUrl.slice("file:".length) : "PostgreSQL";
}
