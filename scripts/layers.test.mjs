import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { wrongImports } from "./layers.mjs";

let project;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "twotrack-layers-"));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** Writes these files and runs the check on them. */
function check(files) {
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), source);
  }
  const run = spawnSync(process.execPath, ["scripts/layers.mjs", project], { encoding: "utf8" });
  return { code: run.status, said: run.stderr };
}

const refused = [
  ["app/page.tsx", "@/lib/gateways"],
  ["app/payments/toss/ready/route.ts", "../../../../lib/gateways/toss"],
  ["app/page.tsx", "drizzle-orm"],
  ["app/page.tsx", "@/emulators/toss"],
  ["instrumentation.ts", "./lib/gateways"],
  ["components/cart.tsx", "@/db"],
  ["components/shop/cart.tsx", "../../db/orders"],
  ["components/cart.tsx", "@/lib/payments/toss/ready"],
  ["components/cart.tsx", "@/lib/orders/cart"],
  ["components/cart.tsx", "@/lib/gateways"],
  ["db/orders.ts", "@/lib/gateways"],
  ["db/orders.ts", "../lib/payments/engine/state"],
  ["db/orders.ts", "@/lib/orders/price"],
  ["db/orders.ts", "next/headers"],
  ["lib/http/http.ts", "drizzle-orm/pg-core"],
  ["lib/http/http.ts", "../gateways/toss"],
  ["lib/gateways/toss/index.ts", "@/db"],
  ["lib/gateways/toss/index.ts", "../../../db/calls"],
  ["lib/gateways/toss/index.ts", "next/server"],
  ["lib/gateways/toss/index.ts", "../../payments/engine/record"],
  ["lib/payments/toss/ready.ts", "next/server"],
  ["lib/payments/toss/ready.ts", "@/app/layout"],
  ["lib/payments/toss/ready.ts", "../../../components/money"],
  ["lib/payments/toss/ready.ts", "pg"],
  ["lib/payments/toss/ready.ts", "@/emulators/toss"],
  ["lib/orders/create.ts", "better-sqlite3"],
  ["lib/orders/create.ts", "../gateways"],
  ["lib/orders/create.ts", "next"],
  ["lib/payments/engine/record.ts", "../../mail/send"],
  ["lib/payments/engine/record.ts", "../stripe/open"],
  ["lib/payments/engine/ask.ts", "../refunds/refund"],
  ["lib/payments/engine/ask.ts", "@/lib/orders/access"],
  ["app/orders/route.ts", "@/lib/mail/mailer"],
  ["lib/mail/send.ts", "@/lib/payments/engine/record"],
  ["lib/mail/send.ts", "next/headers"],
  ["lib/books/post.ts", "@/app/layout"],
  ["lib/contracts/orders.ts", "@/lib/settings/env"],
  ["lib/contracts/orders.ts", "./../payments/engine/state"],
  ["lib/contracts/orders.ts", "hono"],
  ["emulators/toss/index.ts", "@/lib/money"],
  ["emulators/toss/index.ts", "../../db"],
  ["emulators/toss/index.ts", "pg"],
];

describe("an import across the layers is reported", () => {
  test.each(refused)("%s must not import %s", (path, target) => {
    const said = wrongImports(path, `import { thing } from "${target}";\n`);
    expect(said).toEqual([expect.stringContaining(`${path} imports "${target}"`)]);
  });

  test.each([
    'import "@/db";',
    'import type { Order } from "@/db";',
    'import {\n  one,\n  two,\n} from "@/db";',
    'export * from "@/db";',
    'const db = await import("@/db");',
    'type Order = import("@/db").Order;',
    "const db = require('@/db');",
  ])("however it is spelled: %s", (source) => {
    expect(wrongImports("components/cart.tsx", source)).toHaveLength(1);
  });

  test("and the check fails, naming the file", () => {
    const { code, said } = check({ "components/cart.tsx": 'import { db } from "@/db";\n' });
    expect(said).toContain('components/cart.tsx imports "@/db"');
    expect(code).toBe(1);
  });
});

describe("folders that import one another", () => {
  const one = { "lib/orders/find.ts": 'import { view } from "../view/order";' };

  test("are reported, including imports of types and through other folders", () => {
    const { code, said } = check({
      ...one,
      "lib/view/order.ts": 'import { access } from "@/lib/access";',
      "lib/access/index.ts": 'import type { Order } from "../orders/find";',
    });
    expect(code).toBe(1);
    expect(said.trim().split("\n").sort()).toEqual([
      "lib/access/index.ts imports from lib/orders, which leads back to lib/access",
      "lib/orders/find.ts imports from lib/view, which leads back to lib/orders",
      "lib/view/order.ts imports from lib/access, which leads back to lib/view",
    ]);
  });

  test("are not reported where only a test imports back, or where one folder contains the other", () => {
    const files = {
      ...one,
      "lib/view/order.ts": 'import { title } from "./parts/title";',
      "lib/view/order.test.ts": 'import { find } from "../orders/find";',
      "lib/view/parts/title.ts": 'import type { Order } from "../order";',
    };
    expect(check(files)).toEqual({ code: 0, said: "" });
  });
});

test("a choice by a gateway's name is refused outside its folders", () => {
  const choice = 'if (payment.gateway === "stripe") look();';
  const { code, said } = check({
    "lib/orders/status.ts": choice,
    "components/order/method.tsx": choice.replace("===", "!=="),
    "lib/payments/stripe/verify.ts": choice,
    "lib/orders/status.test.ts": choice,
  });
  expect(code).toBe(1);
  expect(
    said
      .trim()
      .split("\n")
      .map((line) => line.split(" ")[0]),
  ).toEqual(["components/order/method.tsx", "lib/orders/status.ts"]);
});

test("the picture of the layers shows only allowed imports", () => {
  const allowed = {
    "app/page.tsx": 'import { pay } from "@/lib/payments/toss/ready";\nimport { orders } from "@/db";',
    "components/cart.tsx": 'import { format } from "@/lib/money";\nimport { x } from "@/lib/contracts";',
    "db/store.ts": 'import Database from "better-sqlite3";\nimport { payments } from "./payments";',
    "lib/payments/toss/ready.ts": 'import { gateways } from "../gateways";\nimport { db } from "@/db";',
    "lib/payments/toss/ready.test.ts": 'import { startTossEmulator } from "@/emulators/toss";',
    "lib/contracts/orders.ts":
      'import { z } from "zod";\nimport { Money } from "../money";\nimport "./operation";',
    "lib/gateways/toss/index.ts":
      'import { env } from "@/lib/settings/env";\nimport type { Gateway } from "../gateway";',
    "emulators/toss/index.ts": 'import Database from "better-sqlite3";\nimport { http } from "../kit/http";',
  };
  expect(check(allowed)).toEqual({ code: 0, said: "" });
});
