import { existsSync } from "node:fs";

// Imported first by scripts that run on their own, since modules after it read the environment as they load.
// What is set already wins, then .env.local, then .env: the order in which the server reads them.
for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
