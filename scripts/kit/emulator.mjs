import { setTimeout as pause } from "node:timers/promises";
import { start } from "./processes.mjs";
import { Failure } from "./say.mjs";

/**
 * Sees to it that a Toss emulator answers at `url` and sends its webhooks to us. One that runs already is used, and
 * should it go away, one of ours takes its place. `leave` ends both.
 */
export async function joinEmulator(url, webhookUrl) {
  let left = false;
  const subscribe = () => changeTargets(url, (urls) => [...urls, webhookUrl]);
  const replace = async () => {
    if (left || (await answers(url))) return;
    await startEmulator(url);
    await subscribe();
  };
  const found = await answers(url);
  if (!found) await startEmulator(url);
  await subscribe();
  const watch = setInterval(() => replace().catch(() => {}), 2000);
  return {
    note: found ? `${url}, already running` : url,
    async leave() {
      left = true;
      clearInterval(watch);
      await changeTargets(url, (urls) => urls.filter((target) => target !== webhookUrl)).catch(() => {});
    },
  };
}

async function startEmulator(url) {
  const env = { EMULATOR_TOSS_PORT: new URL(url).port };
  const emulator = start(process.execPath, ["--import", "tsx", "emulators/main.ts"], { env });
  let ended = false;
  emulator.ended.then(() => {
    ended = true;
  });
  const deadline = Date.now() + 30_000;
  while (!(await answers(url))) {
    if (ended && !(await answers(url)))
      throw new Failure(`The Toss emulator did not start\n${emulator.output()}`);
    if (Date.now() > deadline)
      throw new Failure(`The Toss emulator does not answer at ${url}\n${emulator.output()}`);
    await pause(100);
  }
}

/** True when a Toss emulator of ours answers there, and not some other program. */
async function answers(url) {
  const health = await fetch(`${url}/_control/health`, { signal: AbortSignal.timeout(3000) })
    .then((response) => response.json())
    .catch(() => undefined);
  return health?.name === "twotrack-toss-emulator";
}

async function changeTargets(url, change) {
  const targets = `${url}/_control/webhooks/targets`;
  const { urls } = await fetch(targets).then((response) => response.json());
  const answer = await fetch(targets, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ urls: [...new Set(change(urls))] }),
  });
  if (!answer.ok) throw new Failure(`The Toss emulator refused our webhook address: ${await answer.text()}`);
}
