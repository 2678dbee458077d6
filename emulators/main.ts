import { startTossEmulator } from "./toss";

const {
  EMULATOR_HOST: host = "127.0.0.1",
  EMULATOR_TOSS_PORT: port = "4010",
  EMULATOR_DATA: data = "data/emulators",
  EMULATOR_TOSS_WEBHOOK_URL: webhookUrls = "",
  EMULATOR_QUIET: quiet,
} = process.env;

const toss = await startTossEmulator({
  host,
  port: Number(port),
  data,
  webhookUrls: webhookUrls.split(",").filter((url) => url.trim() !== ""),
}).catch(giveUp);

if (!quiet) console.log(`Toss emulator listening at ${toss.url}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void toss.close().then(() => process.exit(0)));
}

function giveUp(error: unknown): never {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  console.error(taken ? `Port ${port} is taken: set EMULATOR_TOSS_PORT, or stop what listens there.` : error);
  process.exit(1);
}
