import { startStripeEmulator } from "./stripe";
import { startTossEmulator } from "./toss";

const {
  EMULATOR_HOST: host = "127.0.0.1",
  EMULATOR_TOSS_PORT: tossPort = "4010",
  EMULATOR_STRIPE_PORT: stripePort = "4020",
  EMULATOR_DATA: data = "data/emulators",
  EMULATOR_TOSS_PUBLIC_URL: tossPublicUrl,
  EMULATOR_STRIPE_PUBLIC_URL: stripePublicUrl,
  EMULATOR_TOSS_WEBHOOK_URL: tossWebhookUrls = "",
  EMULATOR_STRIPE_WEBHOOK_URL: stripeWebhookUrls = "",
  EMULATOR_QUIET: quiet,
} = process.env;

const toss = await startTossEmulator({
  host,
  port: Number(tossPort),
  data,
  publicUrl: tossPublicUrl || undefined,
  webhookUrls: listOf(tossWebhookUrls),
}).catch(giveUp("EMULATOR_TOSS_PORT", tossPort));
if (!quiet) console.log(`Toss emulator listening at ${toss.url}`);

const stripe = await startStripeEmulator({
  host,
  port: Number(stripePort),
  data,
  publicUrl: stripePublicUrl || undefined,
  webhookUrls: listOf(stripeWebhookUrls),
}).catch(giveUp("EMULATOR_STRIPE_PORT", stripePort));
if (!quiet) console.log(`Stripe emulator listening at ${stripe.url}`);

const end = () => void Promise.all([toss.close(), stripe.close()]).then(() => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
// The parent process is gone, so nothing reads stdout and stderr any more.
process.once("disconnect", () => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  end();
});

function listOf(urls: string): string[] {
  return urls.split(",").filter((url) => url.trim() !== "");
}

function giveUp(variable: string, port: string) {
  return (error: unknown): never => {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    console.error(taken ? `Port ${port} is taken: set ${variable}, or stop what listens there.` : error);
    process.exit(1);
  };
}
