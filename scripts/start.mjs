import "./kit/usage.mjs";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { currentBuild, ensureBuildToStart, noteRunning } from "./kit/build.mjs";
import { joinEmulators } from "./kit/emulator.mjs";
import { firstManager, linesOfManager } from "./kit/first-manager.mjs";
import { alone } from "./kit/lock.mjs";
import { ensurePackages } from "./kit/packages.mjs";
import { ensureFree, localUrl } from "./kit/ports.mjs";
import { onInterrupt, start, stopAll } from "./kit/processes.mjs";
import { ensurePrograms, programOf } from "./kit/programs.mjs";
import { bold, dim, explain, Failure, say, step } from "./kit/say.mjs";

// `npm start` and `npm run dev`: set up whatever is missing, then run the shop until Ctrl-C. Safe to repeat.
const dev = process.argv.includes("--dev");
let shop;
let emulators;
let preparation;
let stopping = false;

/** The shop takes up to 15 seconds to shut down in order; until then it may still need to call the gateways. */
const stop = async (signal) => {
  stopping = true;
  await shop?.end(signal === "SIGINT" ? "SIGINT" : "SIGTERM", 17_000);
  await emulators?.leave();
  await stopAll();
};
onInterrupt(0, stop);

try {
  await main();
} catch (error) {
  if (!stopping) {
    explain(error);
    await stop();
    process.exit(1);
  }
}

async function main() {
  say(`\n  ${bold("Twotrack")} ${dim(JSON.parse(readFileSync("package.json", "utf8")).version)}\n`);

  await step("packages", () => alone("packages", ensurePackages));
  for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
  let settings;
  await step("settings", async () => {
    await alone("programs", ensurePrograms);
    preparation = start(process.execPath, [programOf("prepare")], { tied: true });
    settings = await prepare("settings");
    await ensureFree(settings.port, settings.host);
    if (settings.demo) return "demo: no keys are set";
    const named = settings.gateways.filter(({ emulated }) => !emulated).map(({ title }) => title);
    return `${named.join(" and ")}, ${settings.live ? "live" : "test"} keys`;
  });
  const { host, port, appUrl, database, gateways } = settings;
  const local = localUrl(host, port);

  if (!dev) await step("production build", () => alone("build", ensureBuildToStart));
  const [manager] = await Promise.all([prepareDatabase(database), startEmulators(gateways, local)]);
  await step("shop", async () => {
    await startShop(settings, local);
    return appUrl;
  });

  announce(settings, manager);
  const code = await shop.ended;
  if (stopping) return;
  throw new Failure(`The shop exited with ${code}. Its last output:\n${shop.output()}`);
}

/** Returns the first manager, if one was created. */
async function prepareDatabase(name) {
  let manager;
  await step("database", async () => {
    await prepare("database");
    manager = await firstManager(prepare);
    return name;
  });
  preparation.tell("end");
  return manager;
}

async function startEmulators(gateways, local) {
  const emulated = gateways.filter((gateway) => gateway.emulated);
  if (emulated.length === 0) return;
  await step(emulated.length > 1 ? "emulators" : `${emulated[0].name} emulator`, async () => {
    emulators = await joinEmulators(
      emulated.map(({ name, url, publicUrl }) => ({
        name,
        url,
        publicUrl,
        webhookUrl: `${local}/webhooks/${name}`,
      })),
    );
    return emulators.note;
  });
}

/** Runs a step of prepare.ts. */
async function prepare(step) {
  return (await preparation.ask(step)).result;
}

async function startShop({ host, port, demo }, local) {
  let open = false;
  const args = dev
    ? ["node_modules/next/dist/bin/next", "dev", "-H", host, "-p", String(port)]
    : [join(currentBuild(), "server.js")];
  if (!dev) noteRunning(currentBuild());
  shop = start(process.execPath, args, {
    env: {
      NODE_ENV: dev ? "development" : "production",
      HOSTNAME: host,
      PORT: String(port),
      NEXT_TELEMETRY_DISABLED: "1",
      // Only migrations change tables: the public server must not know the account that may. Set but empty, so that it
      // is not read from .env again.
      MIGRATE_DATABASE_URL: "",
      MIGRATE_DATABASE_URL_FILE: "",
      // Visitors of the demo want to read the shop's address, not a log line for each of its requests.
      ...(demo && !process.env.LOG_LEVEL && { LOG_LEVEL: "warn" }),
    },
    onOutput: (text) => open && process.stdout.write(text),
    tied: !dev,
  });
  let ended = false;
  shop.ended.then(() => {
    ended = true;
  });
  const deadline = Date.now() + 90_000;
  while (!(await isReady(local))) {
    if (ended) throw new Failure(`It exited instead of starting\n${shop.output()}`);
    if (Date.now() > deadline) throw new Failure(`It is not ready after 90 seconds\n${shop.output()}`);
    await pause(100);
  }
  open = true;
}

/** In development any answer will do: errors are shown in the browser. */
function isReady(local) {
  return fetch(`${local}/readyz`, { signal: AbortSignal.timeout(30_000) })
    .then((response) => dev || response.ok)
    .catch(() => false);
}

function announce({ appUrl, demo, live, gateways, letters }, manager) {
  const row = (title, text) => say(`  ${bold(title.padEnd(10))}${text}`);
  say();
  row("Shop", appUrl);
  row("Desk", `${appUrl}/admin`);
  for (const line of linesOfManager(manager)) row("", line);
  if (letters) row("Letters", `kept in ${letters}: npm run mail shows them`);
  gateways.forEach(({ title, url, emulated }, at) => {
    const keys = live ? "with live keys: real money moves" : "with test keys";
    row(
      at === 0 ? "Payments" : "",
      emulated ? `${title}, emulated at ${url}: no real money moves` : `${title} ${keys}`,
    );
  });
  if (demo) {
    say();
    row("Try it", "Put a T-shirt in the cart, fill in the order sheet and pay: in won through Toss, or");
    row("", "in dollars through Stripe. Both offer test cards and say what each does: approved,");
    row("", "declined, over its limit. Your own keys go into .env; .env.example explains them.");
  }
  say();
  say(dim("  Stop with Ctrl-C.\n"));
}
