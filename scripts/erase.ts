import { usage } from "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { ordersOfEmail } from "@/db/erase";
import { orderByNumber } from "@/db/orders";
import { closeStore, db } from "@/db/store";
import { now } from "@/lib/clock";
import { eraseLetters } from "@/lib/mail/erase";
import { type Erased, erasePersonOf, type ReasonToKeep } from "@/lib/orders/erase";
import { contactIn, orderNumberIn } from "@/lib/orders/find";

const why: Record<ReasonToKeep, string> = {
  may_be_paid: "it may still be paid; cancel it first, or let it expire",
  money_in_review: "its money is in review; accept it or give it back first",
  payment_under_way: "a payment is in progress",
  refund_under_way: "a refund is in progress",
  call_under_way: "a gateway has not answered yet, or a request is stuck",
  dispute_open: "a bank has not decided about a dispute",
  person_needed: "it needs review at the desk",
};

const [given, ...more] = process.argv.slice(2);
if (!given || more.length > 0) {
  console.error(usage);
  process.exit(2);
}

const orders = await ordersOf(given);
if (orders.length === 0) fail("There is no order with this number or email address.");
for (const { id, number } of orders) say(number, await erasePersonOf(id, "operator", now()));
const letters = await eraseLetters();
if (letters > 0) console.log(`${letters} emails stored as files were deleted.`);
await closeStore();

async function ordersOf(text: string) {
  if (/[@＠]/.test(text)) return ordersOfEmail(db, contactIn(text) ?? text);
  const order = await orderByNumber(db, orderNumberIn(text) ?? "");
  return order ? [order] : [];
}

function say(number: string, erased: Erased) {
  if (erased.is === "erased") console.log(`${number}: erased. Its items, amounts and dates stay.`);
  else if (erased.is === "erased_before") console.log(`${number}: has already been erased.`);
  else fail(`${number}: not erased: ${why[erased.why]}.`);
}

function fail(sentence: string) {
  console.error(sentence);
  process.exitCode = 1;
}
