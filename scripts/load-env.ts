import { existsSync } from "node:fs";

// Imported first by standalone scripts, since later modules read the environment as they load. Variables already set
// win, then .env.local, then .env: the server uses the same order.
for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
