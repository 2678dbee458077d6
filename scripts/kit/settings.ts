import { EnvError, env } from "@/lib/env";

// Tells the start script, which is plain JavaScript, what the shop itself makes of its environment. No secret is told.
try {
  const { host, port, appUrl, demo, live, toss } = env();
  process.stdout.write(JSON.stringify({ host, port, appUrl, demo, live, tossUrl: toss.baseUrl }));
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  process.stdout.write(JSON.stringify({ faults: error.message }));
}
