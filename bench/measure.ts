import { type BesideRow, measureBeside } from "./beside";
import { type DeskRow, measureDesk } from "./desk";
import { measureOn, type Row } from "./engine";
import { feelPages } from "./felt";
import { scorePages } from "./lighthouse";
import { writeReport } from "./report";
import { measureStorms, type StormRow } from "./storm";
import { weighPages } from "./weight";

// If we are stopped early, everything we started stops, too.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const wanted = process.argv.slice(2);
const rows: Row[] = [];
for (const engine of ["sqlite", "postgresql"] as const)
  if (wanted.includes(engine)) rows.push(...(await measureOn(engine)));
const beside: BesideRow[] = [];
if (wanted.includes("beside"))
  for (const engine of ["sqlite", "postgresql"] as const) beside.push(...(await measureBeside(engine)));
const desk: DeskRow[] = [];
if (wanted.includes("desk"))
  for (const engine of ["sqlite", "postgresql"] as const) desk.push(...(await measureDesk(engine)));
const storms: StormRow[] = [];
if (wanted.includes("storm"))
  for (const engine of ["sqlite", "postgresql"] as const) storms.push(...(await measureStorms(engine)));
const pages = wanted.includes("weight") ? await weighPages() : [];
const felt = wanted.includes("felt") ? await feelPages() : [];
const scores = wanted.includes("lighthouse") ? await scorePages() : undefined;
writeReport({ rows, beside, desk, pages, storms, felt, scores: scores ?? [] });
