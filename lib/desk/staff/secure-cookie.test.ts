import { expect, test } from "vitest";
import { codeOf } from "@/testing/authenticator";
import { stopMachineClock } from "@/testing/machine-clock";

// A shop served over https, before anything has read its environment.
Object.assign(process.env, { APP_URL: "https://shop.example", TWOTRACK_DEMO: "1" });

// A code is valid for 30 seconds.
stopMachineClock();

const password = "a password of her own";

async function aMember() {
  const { addStaff } = await import("./accounts");
  const email = `${crypto.randomUUID()}@shop.example`;
  const by = { by: "operator" as const, now: new Date() };
  return { email, ...(await addStaff({ name: "Sora", email, role: "viewer" }, by)) };
}

/** The request headers of a browser after these responses. */
const sends = (headers: [string, string][], before = "") =>
  new Headers({
    cookie: [before, ...headers.map(([, cookie]) => cookie.split(";")[0])].filter(Boolean).join("; "),
  });

test("with https every cookie of the desk is bound to this host, and never sent over http", async () => {
  const { signIn } = await import("./session");
  const { beginSecondFactor, changePassword, finishSecondFactor } = await import("./account");
  const { email, oneTimePassword } = await aMember();
  const moment = (headers: Headers) => ({ headers, address: "", now: new Date() });

  const entered = await signIn({ email, password: oneTimePassword }, new Headers());
  const chosen = await changePassword(
    { current: oneTimePassword, wanted: password },
    moment(sends(entered.headers)),
  );
  const begun = await beginSecondFactor(password, moment(sends(chosen.headers)));
  await finishSecondFactor(codeOf(begun.body.uri, new Date()), moment(sends(begun.headers)));
  const challenged = await signIn({ email, password }, new Headers());

  const cookies = [entered, chosen, begun, challenged].flatMap(({ headers }) =>
    headers.map(([, cookie]) => cookie),
  );
  expect(new Set(cookies.map((cookie) => cookie.split("=")[0]))).toEqual(
    new Set([
      "__Host-twotrack-desk.session_token",
      "__Host-twotrack-desk.session_data",
      "__Host-twotrack-desk.device",
      "__Host-twotrack-desk.two_factor",
    ]),
  );
  for (const cookie of cookies) {
    expect(cookie.split("; ").slice(1)).toEqual(
      expect.arrayContaining(["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]),
    );
    expect(cookie).not.toMatch(/domain/i);
  }
});

test("an earlier session cookie opens nothing, and she signs in beside it", async () => {
  const { sessionOf, signIn } = await import("./session");
  const { email, oneTimePassword } = await aMember();
  const entered = await signIn({ email, password: oneTimePassword }, new Headers());
  const now = sends(entered.headers).get("cookie") ?? "";
  const before = now.replaceAll("__Host-", "__Secure-");
  expect(await sessionOf(new Headers({ cookie: before }))).toBeUndefined();
  expect(await sessionOf(sends(entered.headers, before))).toMatchObject({ staff: { email } });
});
