import { days, now, randomCode } from "../../clock";
import { cookieName, cookieRules, deskCookiePath, readCookies } from "../../http/cookies";
import { isSigned, sign } from "../../signing/secret";
import { staffAuth } from "./auth";

// A browser in which a staff member has signed in before is known. Somebody guessing passwords from elsewhere can lock
// the account or use up an address's attempts, but from a known browser its owner can still sign in.

/** How long a browser is known after the last sign-in, in milliseconds. */
const knownMs = days(180);

/** How many people are remembered per browser; the one who signed in longest ago is dropped. */
const peopleKept = 5;

type Entry = { staff: string; device: string; since: string; proof: string };

const nameOf = () => cookieName("twotrack-desk.device");

/** The Set-Cookie header that marks this browser as one in which this staff member has signed in. */
export async function rememberDevice(staff: string, headers: Headers): Promise<[string, string]> {
  const others = (await entriesOf(headers)).filter((entry) => entry.staff !== staff);
  const [device, since] = [randomCode(26), now().getTime().toString(36)];
  const entry = { staff, device, since, proof: await sign(provenBy({ staff, device, since })) };
  const value = [...others, entry].slice(-peopleKept).map(textOf).join(".");
  const { secure } = cookieRules();
  return [
    "set-cookie",
    `${nameOf()}=${value}; Max-Age=${knownMs / 1_000}; Path=${deskCookiePath()}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`,
  ];
}

/** The device ID of this browser if the owner of this email address has signed in with it and was not reset since. */
export async function knownDevice(headers: Headers, email: string): Promise<string | undefined> {
  const entries = await entriesOf(headers);
  if (entries.length === 0) return undefined;
  const { internalAdapter } = await (await staffAuth()).$context;
  const found = (await internalAdapter.findUserByEmail(email.toLowerCase()))?.user;
  const entry = entries.find(({ staff }) => staff === found?.id);
  const madeAt = found && "madeAt" in found && found.madeAt instanceof Date ? found.madeAt.getTime() : 0;
  return entry && sinceOf(entry) >= madeAt ? entry.device : undefined;
}

/** The device ID of this browser if any staff member has signed in with it. */
export const anyKnownDevice = async (headers: Headers): Promise<string | undefined> =>
  (await entriesOf(headers)).at(-1)?.device;

async function entriesOf(headers: Headers): Promise<Entry[]> {
  const value = readCookies(headers.get("cookie")).get(nameOf()) ?? "";
  const parsed = value
    .split(".")
    .slice(0, peopleKept)
    .flatMap((text): Entry[] => {
      const [staff, device, since, proof] = text.split("~");
      return staff && device && since && proof ? [{ staff, device, since, proof }] : [];
    });
  const fits = await Promise.all(
    parsed.map(
      async (entry) => sinceOf(entry) > now().getTime() - knownMs && isSigned(provenBy(entry), entry.proof),
    ),
  );
  return parsed.filter((_, at) => fits[at]);
}

const sinceOf = ({ since }: Pick<Entry, "since">) => Number.parseInt(since, 36);
const provenBy = ({ staff, device, since }: Omit<Entry, "proof">) => `device ${staff} ${device} ${since}`;
const textOf = ({ staff, device, since, proof }: Entry) => [staff, device, since, proof].join("~");
