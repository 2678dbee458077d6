import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ApiScope } from "../lib/contracts/scopes";
import { copyTemplate, demo, query, type Template } from "../scripts/kit/test-databases";
import { scriptOf } from "../scripts/kit/test-programs";
import { type StripeEmulator, stripeAt } from "../testing/stripe-emulator";
import { type Emulator, emulatorAt } from "../testing/toss-emulator";
import { currentBuild } from "./kit/build";
import { turnableClock } from "./kit/clock";
import { ownPort } from "./kit/ports";
import { type Env, startService } from "./kit/processes";

/** One running copy of the shop. It keeps its address across a kill and restart. */
export type App = {
  url: string;
  /** Kills it at once, as a power cut would, unless another signal is given. Returns its exit code. */
  kill(signal?: NodeJS.Signals): Promise<number | string | null>;
  /** Restarts it, with additions to its environment if given. */
  restart(env?: Env): Promise<void>;
  log(): string;
};

export type World = {
  apps: [App, ...App[]];
  /** This world's Toss emulator. */
  emulator: Emulator;
  stripe: StripeEmulator;
  /** Queries the shop's database, from outside the shop. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** Queries the staff database, which is a separate file on SQLite. */
  staff(text: string): Promise<Record<string, unknown>[]>;
  databaseUrl: string;
  /** The environment of a command on the shop's server: its database, and the time on its clock. */
  commandEnv: NodeJS.ProcessEnv;
  /** An API key for another server, made the way the operator makes one. */
  apiKey(...scopes: ApiScope[]): Promise<string>;
  /** Where letters to shoppers are stored, unless they are sent to a mail server. */
  mailFolder: string;
  /** The time on the shops' clocks. */
  now(): Date;
  /** Advances the clocks: those of the shop and the gateways, or all except Toss's. */
  letPass(ms: number, where?: "everywhere" | "shop"): Promise<void>;
  log(): string;
  stop(): Promise<void>;
};

export type WorldOptions = {
  /** How many copies of the shop run on the one database. */
  instances?: number;
  /** Additions to every copy's environment. */
  env?: Env;
  /** The host name under which the first copy is a demo for visitors from elsewhere; localhost if missing. */
  host?: string;
};

/** A world of real processes: a gateway and one or more shops from the production build, on a fresh database. */
export async function startWorld(
  template: Template,
  { instances = 1, env = {}, host }: WorldOptions = {},
): Promise<World> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    const databaseUrl = await copyTemplate(template);
    const clock = turnableClock();
    stops.push(async () => clock.remove());
    const mailFolder = mkdtempSync(join(tmpdir(), "twotrack-mail-"));
    stops.push(async () => rmSync(mailFolder, { recursive: true, force: true }));
    const port = String(await ownPort());
    const appUrl = host && `http://${host}:${port}`;
    const gateway = await startGateway(appUrl);
    stops.push(gateway.stop);
    const apps: App[] = [];
    for (let n = 0; n < instances; n++) {
      const app = await startApp(
        {
          DATABASE_URL: databaseUrl,
          EMULATOR_TOSS_PORT: new URL(gateway.emulator.url).port,
          EMULATOR_STRIPE_PORT: new URL(gateway.stripe.url).port,
          MAIL_FOLDER: mailFolder,
          ...clock.env,
          ...(appUrl && { APP_URL: appUrl, TWOTRACK_DEMO: "1" }),
          ...env,
        },
        n === 0 ? port : undefined,
      );
      stops.push(app.kill);
      apps.push(app);
    }
    const commandEnv = { ...process.env, ...demo, DATABASE_URL: databaseUrl, ...clock.env };
    const [first, ...others] = apps;
    if (!first) throw new Error("A world needs at least one shop.");
    await gateway.emulator.webhooks.setTargets(apps.map((app) => `${app.url}/webhooks/toss`));
    await gateway.stripe.webhooks.setTargets(apps.map((app) => `${app.url}/webhooks/stripe`));
    return {
      apps: [first, ...others],
      emulator: gateway.emulator,
      stripe: gateway.stripe,
      sql: (text) => query(databaseUrl, text),
      staff: (text) => query(databaseUrl.replace(/^(file:.*)$/, "$1.staff"), text),
      databaseUrl,
      commandEnv,
      apiKey: keysOf(commandEnv),
      mailFolder,
      now: clock.now,
      async letPass(ms, where = "everywhere") {
        clock.turn(ms);
        // Stripe's signatures include the time, so its clock moves with the shop's.
        await gateway.stripe.clock.advance(ms);
        if (where === "everywhere") await gateway.emulator.clock.advance(ms);
      },
      log: () =>
        [...apps.map((app) => `--- ${app.url}\n${app.log()}`), `--- gateway\n${gateway.log()}`].join("\n"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Making a key takes a process, so each kind is made once. */
function keysOf(env: NodeJS.ProcessEnv): World["apiKey"] {
  const made = new Map<string, Promise<string>>();
  return (...scopes) => {
    const key = made.get(scopes.join()) ?? makeApiKey(env, scopes);
    made.set(scopes.join(), key);
    return key;
  };
}

async function makeApiKey(env: NodeJS.ProcessEnv, scopes: ApiScope[]) {
  const args = [scriptOf("scripts/keys.ts"), "make", "Back office", ...scopes];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return stdout.split("\n")[0] ?? "";
}

export async function startGateway(appUrl?: string) {
  const [port, stripePort] = [await ownPort(), await ownPort()];
  const data = mkdtempSync(join(tmpdir(), "twotrack-gateway-"));
  const url = `http://localhost:${port}`;
  const service = await startService(
    [scriptOf("emulators/main.ts")],
    {
      EMULATOR_HOST: "127.0.0.1",
      EMULATOR_TOSS_PORT: String(port),
      EMULATOR_STRIPE_PORT: String(stripePort),
      EMULATOR_DATA: data,
      EMULATOR_TOSS_PUBLIC_URL: appUrl ? `${appUrl}/emulators/toss` : "",
      EMULATOR_STRIPE_PUBLIC_URL: appUrl ? `${appUrl}/emulators/stripe` : "",
      EMULATOR_TOSS_WEBHOOK_URL: "",
      EMULATOR_STRIPE_WEBHOOK_URL: "",
    },
    `${url}/_control/health`,
  );
  return {
    emulator: emulatorAt(url),
    stripe: stripeAt(`http://localhost:${stripePort}`),
    log: service.log,
    async stop() {
      await service.kill();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Connections stay open longer than any test pauses, so that none is closed just as it is reused. */
const patientConnections = { KEEP_ALIVE_TIMEOUT: "600000" };

/** All shoppers of all tests call from one address. */
const crowd = { RATE_LIMIT_FACTOR: "1000" };

async function startApp(env: Env, given?: string): Promise<App> {
  const port = given ?? String(await ownPort());
  const url = `http://localhost:${port}`;
  const start = (more: Env) =>
    startService(
      [`${currentBuild()}/server.js`],
      {
        ...demo,
        ...crowd,
        ...patientConnections,
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        HOSTNAME: "127.0.0.1",
        PORT: port,
        APP_URL: url,
        ...env,
        ...more,
      },
      `${url}/readyz`,
    );
  let service = await start({});
  let earlier = "";
  return {
    url,
    kill: (signal) => service.kill(signal),
    async restart(more = {}) {
      await service.kill();
      earlier += service.log();
      service = await start(more);
    },
    log: () => earlier + service.log(),
  };
}
