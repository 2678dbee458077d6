import "./load-env";
import { closeStore } from "@/db/store";
import { now } from "@/lib/clock";
import { erase, reconcileOnce } from "@/lib/payments/reconcile";

const { calls, news, orders } = await reconcileOnce();
await erase(now());
console.log(`Looked into ${calls} calls and ${news} webhooks; ${orders} orders were past their time.`);
await closeStore();
process.exit(0);
