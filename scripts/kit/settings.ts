import { EnvError, emulatorPath, env } from "@/lib/settings/env";

// Tells the start script, which is plain JavaScript, what the shop itself makes of its environment. No secret is told.
try {
  const { host, port, appUrl, demo, live, toss, stripe, mail } = env();
  // Read only now: it cannot be loaded where the environment does not fit.
  const { databaseUrl } = await import("@/db/columns");
  const database = nameOf(databaseUrl);
  const letters = mail.smtpUrl ? undefined : mail.folder;
  process.stdout.write(
    JSON.stringify({ host, port, appUrl, database, demo, live, gateways: [...told(toss, stripe)], letters }),
  );
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  process.stdout.write(JSON.stringify({ faults: error.message }));
}

/** Each gateway that can be paid through: emulated, or by whose keys. */
function* told(toss: ReturnType<typeof env>["toss"], stripe: ReturnType<typeof env>["stripe"]) {
  if (Object.keys(toss.pairs).length > 0)
    yield { ...shown("toss"), title: "Toss Payments", url: toss.baseUrl, emulated: toss.emulated };
  if (stripe.keys)
    yield { ...shown("stripe"), title: "Stripe", url: stripe.apiUrl, emulated: stripe.emulated };
}

/** Its name, and where browsers find its emulator, where that is below the shop's own address. */
function shown(name: "toss" | "stripe") {
  const { servesEmulators, appUrl } = env();
  return { name, ...(servesEmulators && { publicUrl: appUrl + emulatorPath(name) }) };
}

/** Where the books are kept. Of an address nothing is told: what looks like its host may be a piece of its password. */
function nameOf(databaseUrl: string) {
  return databaseUrl.startsWith("file:") ? databaseUrl.slice("file:".length) : "PostgreSQL";
}
