import { expect, test } from "vitest";

// A shop that is reached by https, before anything has read its environment.
Object.assign(process.env, { APP_URL: "https://shop.example", TWOTRACK_DEMO: "1" });

test("by https the session's cookie is never sent in clear", async () => {
  const { addStaff } = await import("./people");
  const { signIn } = await import("./session");
  const email = "sora@shop.example";
  const by = { by: "operator" as const, now: new Date() };
  const { oneTimePassword } = await addStaff({ name: "Sora", email, role: "viewer" }, by);
  const { headers } = await signIn({ email, password: oneTimePassword }, new Headers());
  const cookies = headers.map(([, cookie]) => cookie);
  expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual([
    "__Secure-twotrack-desk.session_token",
    "__Secure-twotrack-desk.device",
  ]);
  for (const cookie of cookies)
    expect(cookie.split("; ").slice(1)).toEqual(
      expect.arrayContaining(["HttpOnly", "Secure", "SameSite=Lax", "Path=/admin"]),
    );
});
