import "./load-env";
import { closeStore } from "@/db/store";
import { reconcileOnce } from "@/lib/payments/reconcile";

const { calls, news, orders } = await reconcileOnce();
console.log(`Looked into ${calls} calls and ${news} webhooks; ${orders} orders were past their time.`);
await closeStore();
process.exit(0);
