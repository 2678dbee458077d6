import pg from "pg";
import { expect, test } from "vitest";
import { databaseUrl, dialect } from "./columns";
import { settings } from "./schema";
import { counter, transaction } from "./store";

const three = { name: "three", points: 3, seconds: 60 };

test.runIf(dialect === "postgresql")(
  "many who count for one key at once wait on one connection, and others go on working",
  async () => {
    await counter(three).consume("crowd");
    const other = new pg.Client(databaseUrl);
    await other.connect();
    try {
      await other.query("BEGIN");
      await other.query("SELECT 1 FROM counts WHERE key = $1 FOR UPDATE", [`${three.name}:crowd`]);
      const crowd = Promise.allSettled(Array.from({ length: 200 }, () => counter(three).consume("crowd")));
      await counter(three).consume("mina");
      await transaction((tx) => tx.insert(settings).values({ name: "any", value: "x" }));
      await other.query("COMMIT");
      expect((await crowd).filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    } finally {
      await other.end();
    }
  },
);
