import { basename } from "node:path";

// How each command is used, by the name of its file. Every command imports this module before all others: with --help it
// prints its usage and ends, whatever the settings and the database are like.

const usages = {
  audit: `npm run audit   asks npm about known vulnerabilities in the packages of a release, and until when each must be
                fixed. Exits with 1 if a release must wait`,
  backup: `npm run backup -- FOLDER             copies the database of the running shop into a new folder in FOLDER
npm run backup -- FOLDER --keep 14   and removes all but the newest 14 copies`,
  bench: `npm run bench                measures speed and page weight on both engines, and writes bench/README.md
npm run bench -- sqlite      only this: sqlite, postgresql, weight, desk`,
  "bench-move": `MOVE_TO=postgres://… npm run bench:move   generates a shop with a million orders on SQLite, and moves it to
                                          this empty PostgreSQL`,
  "bench-settlement": `npm run bench:settlement   reconciles 10,000 and 100,000 generated payments on SQLite, and prints how long that took`,
  build: `npm run build   makes the production build of these sources in .builds/, even while a shop runs from another`,
  check: `npm run check   checks types, lint, layers, unused code, and that translated pages do not break`,
  "check-pages": `npm run check:pages   compares the scripts and headers of a running shop's pages with the list`,
  doctor: `npm run doctor                  checks what a shop needs before it goes live, while it runs
npm run doctor -- --pay ORDER   follows an order that you are paying, and refunds it once it is paid`,
  drill: `npm run drill -- NAME   rehearses an emergency on throwaway databases: standby, upgrade, restore`,
  emulators: `npm run emulators   runs the emulators of Toss and Stripe alone`,
  erase: `npm run erase -- ORD-20261121-7K3M9Q      erases the person who made this order
npm run erase -- mina@example.com          erases a person from all their orders`,
  fonts: `npm run fonts   makes the font that a first visit loads, after words of the shop have changed`,
  generate: `npm run db:generate -- --name what-changed   writes a migration for each engine, after db/schema/ has changed`,
  keys: `npm run keys                           lists the API keys
npm run keys -- make NAME SCOPE…       creates a key, and shows it once
npm run keys -- revoke ID              revokes a key, immediately and permanently
npm run keys -- reseal                 encrypts with the first secrets of SESSION_SECRET and REFUND_ACCOUNT_KEY what
                                       later ones encrypted`,
  mail: `npm run mail             shows the emails that are stored as files
npm run mail -- again    retries now what was given up or waits for its next attempt`,
  migrate: `npm run db:migrate   brings the database to this release, as a start does`,
  month: `npm run month            simulates a month of a shop with 10,000 payments, on SQLite and the emulators, and prints
                         what it checked
npm run month -- 500     the same with fewer payments; with fewer than 100 some accounts may stay empty`,
  move: `MOVE_TO=postgres://OWNER:PASSWORD@HOST/DATABASE npm run move

Moves the shop of DATABASE_URL, a file, and its staff to an empty PostgreSQL. MOVE_TO, or MOVE_TO_FILE, names the account that
will own the tables. It can also be the first argument, but then other users of the machine can read it. The shop must be
stopped. See docs/postgresql.md.`,
  products: `npm run products                      lists the products
npm run products -- import FILE       adds and changes products as a .csv or .yaml file says, all of them or none; products
                                      that it does not name stay as they are. Stock becomes what the file says
npm run products -- export FILE       writes them to a new .csv or .yaml file`,
  reconcile: `npm run reconcile                              does everything that is due, and reads days that were missed
npm run reconcile -- 2026-11-21                reads the gateways' lists of this day in Seoul again
npm run reconcile -- 2026-11-21 2026-11-23     and of all days up to another`,
  release: `npm run release -- FOLDER   makes a folder that runs with Node alone; dist if none is named`,
  restore: `npm run restore -- BACKUP                         replaces the database of a stopped shop with a backup
npm run restore -- --as-of 2026-11-29T12:00:00Z   records the moment of a database that another program restored`,
  screenshots: `npm run screenshots             takes a picture of every page in every state, in both languages
npm run screenshots -- order-   only of those with this in their names`,
  seed: `npm run db:seed                      puts the demo's products on the shelves of a new shop
npm run db:seed -- --orders 1000     and fills its books with sample orders, up to this total`,
  settlements: `npm run settlements                              reads what the gateways settled, up to the last day that is over
npm run settlements -- 2026-11-21                reads this day again: what was sold, and what was paid out
npm run settlements -- 2026-11-21 2026-11-23     and all days up to another`,
  staff: `npm run staff                                  lists who works at the desk
npm run staff -- add EMAIL ROLE NAME…          adds a staff member; the roles are viewer, support, manager
npm run staff -- reset EMAIL                   sets a new password, and shows it once
npm run staff -- remove-app EMAIL              removes the authenticator app
npm run staff -- close EMAIL, open EMAIL       deactivates and reactivates an account
npm run staff -- vouch EMAIL                   confirms that an account belongs to its owner alone
npm run staff -- first                         creates the first manager of a shop that has none`,
  start: `npm start     starts the shop from a production build, which it makes if it is missing; without keys, a demo
npm run dev   starts it with hot reload`,
  test: `npm test                     checks everything, on both engines
npm test -- quick            static checks, and the fast unit tests on SQLite
npm test -- deep             the rest of the large sets
npm test -- unit NAME        unit tests with NAME in the file name; --sqlite, --postgresql: on one engine
npm test -- e2e NAME         browser stories
npm test -- check            what npm run check does`,
  verify: `npm run verify                                checks that no row of the audit log and of the books was changed,
                                              removed or moved
npm run verify -- --since audit_log:120:SEAL  and that the first 120 rows are the same as when this head was
                                              printed or logged; can be given for each chain
npm run verify -- --adopt                     adopts rows without a seal into their chains, after you have checked them
npm run verify -- --new-key                   reseals everything with another key, while the shop is stopped; heads that
                                              were printed or logged before do not fit any more`,
};

/** The usage of a command, by the name of its file. */
const usageOf = (file) => usages[basename(file ?? "").replace(/\.\w+$/, "")];

/** The usage of the command that is running. */
export const usage = usageOf(process.argv[1]) ?? "";

if (usage && process.argv.slice(2).some((word) => word === "--help" || word === "-h")) {
  console.log(usage);
  process.exit(0);
}
