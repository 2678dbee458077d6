import { expect, test } from "vitest";
import { aMember } from "@/testing/desk-session";
import { otherwise } from "@/testing/forge";
import { stopMachineClock } from "@/testing/machine-clock";
import { days } from "../../clock";
import { anyKnownDevice, knownDevice, rememberDevice } from "./device";

const letPass = stopMachineClock();

/** The request headers of a browser that has this cookie. */
const sends = (pair: string) => new Headers({ cookie: pair });
const pairOf = ([, cookie]: [string, string]) => cookie.split(";")[0] ?? "";

/** A browser in which these people have signed in, one after another. */
async function usedBy(...people: string[]) {
  let headers = new Headers();
  for (const staff of people) headers = sends(pairOf(await rememberDevice(staff, headers)));
  return headers;
}

test("a browser is known for 180 days after the last sign-in, whatever a cookie's age says", async () => {
  const { email, staff } = await aMember();
  const headers = await usedBy(staff.id);
  const device = await knownDevice(headers, email);
  expect(device).toMatch(/^\w{26}$/);
  letPass(days(180) - 1);
  expect(await knownDevice(headers, email.toUpperCase())).toBe(device);
  letPass(1);
  expect(await knownDevice(headers, email)).toBeUndefined();
  expect(await anyKnownDevice(headers)).toBeUndefined();
});

test("each sign-in renews it, and one person has it once", async () => {
  const { email, staff } = await aMember();
  const once = await usedBy(staff.id);
  const again = sends(pairOf(await rememberDevice(staff.id, once)));
  expect(await knownDevice(again, email)).not.toBe(await knownDevice(once, email));
  expect(again.get("cookie")?.split(staff.id)).toHaveLength(2);
});

test("it knows five people, and drops the one who has been away longest", async () => {
  const { email, staff } = await aMember();
  const others = ["st_1", "st_2", "st_3", "st_4"];
  expect(await knownDevice(await usedBy(staff.id, ...others), email)).toBeDefined();
  expect(await knownDevice(await usedBy(staff.id, ...others, "st_5"), email)).toBeUndefined();
});

test("no part of the cookie can be changed, and nonsense is nobody's browser", async () => {
  const { email, staff } = await aMember();
  const [name = "", value = ""] = ((await usedBy(staff.id)).get("cookie") ?? "").split("=");
  const [who = "", device = "", since = "", proof = ""] = value.split("~");
  const later = (Number.parseInt(since, 36) + 1).toString(36);
  for (const forged of [
    [who, otherwise(device), since, proof],
    [who, device, later, proof],
    [who, device, since, proof.slice(1)],
    [who, device, since],
    ["", "", "", ""],
    ["."],
  ])
    expect(await knownDevice(sends(`${name}=${forged.join("~")}`), email)).toBeUndefined();
  expect(await knownDevice(sends(`${name}=${value}`), email)).toBe(device);
});
