import { readFileSync } from "node:fs";

// Loaded into the shop's process before the shop: its clock runs ahead of the machine's by the milliseconds in a file,
// so that a test can let half an hour pass. Timers run as usual.
const file = process.env.TURNED_CLOCK ?? "";
const RealDate = Date;
const now = () => RealDate.now() + Number(readFileSync(file, "utf8"));

globalThis.Date = new Proxy(RealDate, {
  construct: (real, given, newTarget) =>
    Reflect.construct(real, given.length > 0 ? given : [now()], newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (real, name, receiver) => (name === "now" ? now : Reflect.get(real, name, receiver)),
});
