import { newestOrderIds } from "@/db/books";
import { closeStore, db } from "@/db/store";
import { chainNames, verifyChain } from "@/lib/books/chain";
import { faultsOf } from "@/lib/books/invariants";
import { readBooks } from "@/lib/books/read";

// Checks moved books as the shop does: the secrets decrypt them, the chains are complete, and the newest orders keep
// the invariants. Older orders are the same byte for byte.
const looked = 1_000;

let failed = false;
for (const name of chainNames) {
  const { head, faults } = await verifyChain(name);
  failed ||= faults.length > 0;
  console.log(`${name}: ${head.seq} rows in the chain, ${faults.length} faults`);
}
const ids = await newestOrderIds(db, looked);
const faults: string[] = [];
for (const id of ids) faults.push(...faultsOf(await readBooks(id)));
failed ||= faults.length > 0;
console.log(`invariants of the newest ${ids.length} orders: ${faults.length} broken`);
for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`);
await closeStore();
process.exitCode = failed ? 1 : 0;
