import "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { migrateToStart } from "./kit/migrate";

// `npm run db:migrate` brings the database to this release; `npm start` does the same.
await migrateToStart();
