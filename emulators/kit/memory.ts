import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

/** Documents by id, in insertion order, with exact-match lookups on indexed fields. */
export type Collection<Doc extends { id: string }> = {
  get(id: string): Doc | null;
  save(doc: Doc): void;
  remove(id: string): void;
  find(match: Partial<Doc>): Doc[];
  latest(match: Partial<Doc>, limit?: number): Doc[];
  due(field: keyof Doc & string, now: number, limit: number): Doc[];
  nextDue(field: keyof Doc & string): number | null;
  /** One page of the documents in a span, oldest first, starting after the named document. */
  within(span: Span<Doc>, match: Partial<Doc>, page: Page): Doc[];
  /** Newest first; the page after one document, or the page right before it. */
  page(query: PageQuery<Doc>): Doc[];
  keepNewest(count: number): void;
};

export type PageQuery<Doc> = {
  /** An exact value for each field, or any of several. */
  match: { [Field in keyof Doc]?: Doc[Field] | readonly Doc[Field][] };
  spans?: readonly Span<Doc>[];
  after?: string | undefined;
  before?: string | undefined;
  limit: number;
};

/** From `from` inclusive to `until` exclusive: numbers, or texts such as days that sort as they are written. */
export type Span<Doc> = {
  field: keyof Doc & string;
  from: number | string;
  until: number | string;
};

export type Page = {
  limit: number;
  after?: string | undefined;
};

/** A named value outside any collection: the clock's offset, the webhook targets. */
export type Setting<Value> = {
  read(): Value;
  write(value: Value): void;
};

export type Memory = {
  collection<Doc extends { id: string }>(
    name: string,
    indexes: readonly (keyof Doc & string)[],
  ): Collection<Doc>;
  setting<Value>(name: string, initial: Value): Setting<Value>;
  transaction<Result>(work: () => Result): Result;
  forget(options: { keep: readonly string[] }): void;
  close(): void;
};

/** Opens `<data>/<file>`, or an in-memory database if `data` is `:memory:`. */
export function openMemory(data: string, file: string): Memory {
  const db = new Database(data === ":memory:" ? data : join(prepare(data), file));
  db.pragma("journal_mode = WAL");
  db.exec("CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
  const names: string[] = [];

  return {
    collection<Doc extends { id: string }>(name: string, indexes: readonly (keyof Doc & string)[]) {
      names.push(name);
      return openCollection<Doc>(db, name, indexes);
    },
    setting: (name, initial) => openSetting(db, name, initial),
    transaction: (work) => (db.inTransaction ? work() : db.transaction(work).immediate()),
    forget({ keep }) {
      db.transaction(() => {
        for (const name of names) db.exec(`DELETE FROM ${name}`);
        db.prepare("DELETE FROM settings WHERE name NOT IN (SELECT value FROM json_each(?))").run(
          JSON.stringify(keep),
        );
      })();
    },
    close: () => db.close(),
  };
}

function prepare(directory: string): string {
  mkdirSync(directory, { recursive: true });
  return directory;
}

function openCollection<Doc extends { id: string }>(
  db: Database.Database,
  name: string,
  indexes: readonly string[],
): Collection<Doc> {
  db.exec(
    `CREATE TABLE IF NOT EXISTS ${name} (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, doc TEXT NOT NULL)`,
  );
  for (const field of indexes) {
    db.exec(`CREATE INDEX IF NOT EXISTS ${name}_${field} ON ${name} (doc ->> '${field}')`);
  }
  const statements = new Map<string, Database.Statement<unknown[], Row>>();
  const upsert = db.prepare(
    `INSERT INTO ${name} (id, doc) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc`,
  );
  const removal = db.prepare(`DELETE FROM ${name} WHERE id = ?`);
  const trim = db.prepare(
    `DELETE FROM ${name} WHERE seq <= (SELECT seq FROM ${name} ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
  );

  function select(condition: string, values: unknown[]): Doc[] {
    const statement =
      statements.get(condition) ?? db.prepare<unknown[], Row>(`SELECT doc FROM ${name} WHERE ${condition}`);
    statements.set(condition, statement);
    return statement.all(...values).map(({ doc }) => JSON.parse(doc) as Doc);
  }

  function matching(match: Partial<Doc>, direction: "ASC" | "DESC", limit = -1): Doc[] {
    const fields = Object.keys(match).map((field) => `doc ->> '${field}' = ?`);
    const condition = `${fields.join(" AND ") || "TRUE"} ORDER BY seq ${direction} LIMIT ?`;
    return select(condition, [...Object.values(match), limit]);
  }

  return {
    get: (id) => select("id = ?", [id])[0] ?? null,
    save: (doc) => void upsert.run(doc.id, JSON.stringify(doc)),
    remove: (id) => void removal.run(id),
    find: (match) => matching(match, "ASC"),
    latest: (match, limit) => matching(match, "DESC", limit),
    due: (field, now, limit) =>
      select(`doc ->> '${field}' <= ? ORDER BY doc ->> '${field}', seq LIMIT ?`, [now, limit]),
    nextDue(field) {
      const [first] = select(`doc ->> '${field}' IS NOT NULL ORDER BY doc ->> '${field}' LIMIT 1`, []);
      const at = first?.[field];
      return typeof at === "number" ? at : null;
    },
    within({ field, from, until }, match, { limit, after }) {
      const fields = Object.keys(match).map((name) => `AND doc ->> '${name}' = ?`);
      const condition = `doc ->> '${field}' >= ? AND doc ->> '${field}' < ? ${fields.join(" ")}`;
      const beyond = `AND seq > coalesce((SELECT seq FROM ${name} WHERE id = ?), 0)`;
      const values = [from, until, ...Object.values(match), after ?? null, limit];
      return select(`${condition} ${beyond} ORDER BY seq LIMIT ?`, values);
    },
    page({ match, spans = [], after, before, limit }) {
      const fields = Object.keys(match).map(
        (name) => `AND doc ->> '${name}' IN (SELECT value FROM json_each(?))`,
      );
      const values: unknown[] = Object.values(match).map((value) =>
        JSON.stringify(Array.isArray(value) ? value : [value]),
      );
      for (const span of spans) {
        fields.push(`AND doc ->> '${span.field}' >= ? AND doc ->> '${span.field}' < ?`);
        values.push(span.from, span.until);
      }
      const cursor = before ?? after;
      if (cursor !== undefined) {
        fields.push(`AND seq ${before === undefined ? "<" : ">"} (SELECT seq FROM ${name} WHERE id = ?)`);
        values.push(cursor);
      }
      const direction = before === undefined ? "DESC" : "ASC";
      const found = select(`TRUE ${fields.join(" ")} ORDER BY seq ${direction} LIMIT ?`, [...values, limit]);
      return before === undefined ? found : found.reverse();
    },
    keepNewest: (count) => void trim.run(count),
  };
}

type Row = {
  doc: string;
};

function openSetting<Value>(db: Database.Database, name: string, initial: Value): Setting<Value> {
  const select = db.prepare<[string], { value: string }>("SELECT value FROM settings WHERE name = ?");
  const upsert = db.prepare(
    "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  return {
    read() {
      const row = select.get(name);
      return row ? (JSON.parse(row.value) as Value) : initial;
    },
    write: (value) => void upsert.run(name, JSON.stringify(value)),
  };
}
