import { setTimeout as pause } from "node:timers/promises";
import { start } from "./processes.mjs";
import { programOf } from "./programs.mjs";
import { Failure } from "./say.mjs";

/**
 * Ensures that the emulators of these gateways answer, and that they send their webhooks to us. `gateways` is a list of
 * { name, url, webhookUrl, publicUrl }; the last is set if browsers reach the emulator at another address. An emulator
 * that already runs is used, and if it goes away, we start our own in its place. `leave` ends both.
 */
export async function joinEmulators(gateways) {
  let left = false;
  const missing = async () => {
    const found = await Promise.all(gateways.map(answers));
    return gateways.filter((_, at) => !found[at]);
  };
  const subscribe = () =>
    Promise.all(gateways.map((gateway) => changeTargets(gateway, (urls) => [...urls, gateway.webhookUrl])));
  const replace = async () => {
    if (left || (await missing()).length === 0) return;
    await startEmulators(gateways);
    await subscribe();
  };
  const absent = await missing();
  if (absent.length > 0) await startEmulators(gateways);
  await subscribe();
  const watch = setInterval(() => replace().catch(() => {}), 2000);
  const where = gateways.map(({ url }) => url).join(", ");
  return {
    note: absent.length > 0 ? where : `${where}, already running`,
    async leave() {
      left = true;
      clearInterval(watch);
      for (const gateway of gateways)
        await changeTargets(gateway, (urls) => urls.filter((target) => target !== gateway.webhookUrl)).catch(
          () => {},
        );
    },
  };
}

async function startEmulators(gateways) {
  const env = Object.fromEntries(
    gateways.flatMap(({ name, url, publicUrl = "" }) => [
      [`EMULATOR_${name.toUpperCase()}_PORT`, new URL(url).port],
      [`EMULATOR_${name.toUpperCase()}_PUBLIC_URL`, publicUrl],
    ]),
  );
  const emulator = start(process.execPath, [programOf("emulators")], {
    env,
    tied: true,
  });
  let ended = false;
  emulator.ended.then(() => {
    ended = true;
  });
  const deadline = Date.now() + 30_000;
  const answer = async () => (await Promise.all(gateways.map(answers))).every(Boolean);
  while (!(await answer())) {
    if (ended && !(await answer()))
      throw new Failure(`The gateways' emulators did not start\n${emulator.output()}`);
    if (Date.now() > deadline)
      throw new Failure(`The gateways' emulators do not answer\n${emulator.output()}`);
    await pause(100);
  }
}

/** Whether one of our emulators answers there, and not some other program; it must send browsers to `publicUrl`. */
async function answers({ name, url, publicUrl = null }) {
  const health = await fetch(`${url}/_control/health`, { signal: AbortSignal.timeout(3000) })
    .then((response) => response.json())
    .catch(() => undefined);
  if (health?.name !== `twotrack-${name}-emulator`) return false;
  if ((health.public_url ?? null) !== publicUrl)
    throw new Failure(
      `The ${name} emulator that runs at ${url} sends browsers to ${health.public_url ?? "that address"}, and this shop's find it ` +
        `at ${publicUrl ?? "that address"}: stop it, or set EMULATOR_${name.toUpperCase()}_PORT to another port.`,
    );
  return true;
}

async function changeTargets({ name, url }, change) {
  const targets = `${url}/_control/webhooks/targets`;
  const { urls } = await fetch(targets).then((response) => response.json());
  const answer = await fetch(targets, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ urls: [...new Set(change(urls))] }),
  });
  if (!answer.ok)
    throw new Failure(`The ${name} emulator refused our webhook address: ${await answer.text()}`);
}
