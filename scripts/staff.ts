import "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { closeStore } from "@/db/store";
import { now } from "@/lib/clock";
import { type Role, roles } from "@/lib/contracts/roles";
import {
  addStaff,
  changeStaff,
  firstManager,
  removeFactor,
  resetStaff,
  vouchFor,
} from "@/lib/desk/staff/accounts";
import { closeStaff } from "@/lib/desk/staff/auth";
import { everybody } from "@/lib/desk/staff/people";
import { actorOf } from "@/lib/desk/staff/permissions";
import { Problem } from "@/lib/problem";
import { env } from "@/lib/settings/env";

// `npm run staff` lists who works at the desk; `npm run staff -- add EMAIL ROLE NAME…` adds a staff member; `npm run
// staff -- reset EMAIL` sets a new password, `remove-app EMAIL` removes the authenticator app; `close EMAIL` and `open
// EMAIL` close and reopen an account; `vouch EMAIL` confirms that an account belongs to its owner alone, whoever
// created it. `first` creates the first manager of a shop that has none, or gives them a new password if they have not
// signed in yet; `npm start` runs it if there is a terminal to show the password on.
const by = "operator" as const;
const isRole = (word: string): word is Role => roles.some((role) => role === word);

const [command, email = "", ...words] = process.argv.slice(2);
try {
  if (command === undefined) await list();
  else if (command === "first") await first();
  else if (command === "add") await add(words);
  else if (command === "reset") tell((await resetStaff(await idOf(), { by, now: now() })).oneTimePassword);
  else if (command === "remove-app") await removeFactor(await idOf(), { by, now: now() });
  else if (command === "vouch") await vouchFor(await idOf(), { by, now: now() });
  else if (command === "close" || command === "open")
    await changeStaff(await idOf(), { disabled: command === "close" }, { by, now: now() });
  else fail(`Unknown command: ${command}`);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  fail(error.message);
}
await closeStaff();
await closeStore();

async function list() {
  const people = await everybody();
  const emails = new Map(people.map((person) => [actorOf(person), person.email]));
  for (const { email, role, name, disabled, knownTo } of people) {
    const others = knownTo.map((actor) => emails.get(actor) ?? actor).join(", ");
    console.log(
      `${email}  ${role}  ${name}${disabled ? "  closed" : ""}${others && `  not vouched for: created or reset by ${others}`}`,
    );
  }
  if (people.length === 0) console.log("No staff yet: npm run staff -- add EMAIL ROLE NAME…");
}

async function first() {
  const made = await firstManager(env().managerEmail, now());
  if (made) tell(made.oneTimePassword, made.email);
  else fail("There are staff accounts already: npm run staff lists them.");
}

async function add([role = "", ...name]: string[]) {
  if (!email.includes("@") || !isRole(role) || name.length === 0)
    return fail(`Give an email address, one of these roles: ${roles.join(", ")}, and a name.`);
  const made = await addStaff({ email, role, name: name.join(" ") }, { by, now: now() });
  tell(made.oneTimePassword);
}

async function idOf() {
  const person = (await everybody()).find((other) => other.email === email.toLowerCase());
  if (!person) throw new Problem("not_found", `There is no staff account ${email}.`);
  return person.id;
}

function tell(password: string, whose = email) {
  console.log(
    `${password}\n\nFor one sign-in as ${whose}, within three days. It is shown only once, and must be changed there.`,
  );
}

function fail(why: string) {
  console.error(why);
  process.exitCode = 1;
}
