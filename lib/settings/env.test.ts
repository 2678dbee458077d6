import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv as readDotEnv } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { type Env, EnvError, parseEnv } from "./env";
import { isGuessable } from "./guessable";
import { readSecret, secretNames } from "./secret-files";

const widget = {
  TOSS_WIDGET_CLIENT_KEY: "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm",
  TOSS_WIDGET_SECRET_KEY: "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6",
};
const api = {
  TOSS_API_CLIENT_KEY: "test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq",
  TOSS_API_SECRET_KEY: "test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R",
};
const live = {
  SESSION_SECRET: "q7V0yYzvA2m4r1Jk9XcT5bLw8eUoHsGdNfPiZxQaRtE=",
  TOSS_WIDGET_CLIENT_KEY: "live_gck_abc123",
  TOSS_WIDGET_SECRET_KEY: "live_gsk_abc123",
  MANAGER_EMAIL: "boss@shop.test",
  TRUSTED_PROXIES: "0",
};
const stripe = {
  STRIPE_PUBLISHABLE_KEY: "pk_test_abc",
  STRIPE_SECRET_KEY: "sk_test_abc",
  STRIPE_WEBHOOK_SECRET: "whsec_1, whsec_2",
};
const shop = { APP_URL: "https://shop.test" };

describe("the shop refuses to start, and names the wrong variable", () => {
  test.each<[string, Record<string, string>, string[]]>([
    ["a card company without months", { ...api, TOSS_FREE_INSTALLMENTS: "W1" }, ["TOSS_FREE_INSTALLMENTS"]],
    ["a month too many", { ...api, TOSS_FREE_INSTALLMENTS: "41 2 13" }, ["TOSS_FREE_INSTALLMENTS"]],
    ["an unknown card company", { ...api, TOSS_FREE_INSTALLMENTS: "99 2" }, ["TOSS_FREE_INSTALLMENTS"]],
    ["a card company twice", { ...api, TOSS_FREE_INSTALLMENTS: "41 2, 41 3" }, ["TOSS_FREE_INSTALLMENTS"]],
    [
      "a plan for the widget",
      { ...shop, ...widget, TOSS_FREE_INSTALLMENTS: "W1 10" },
      ["TOSS_FREE_INSTALLMENTS"],
    ],
    [
      "half a pair: no secret",
      { TOSS_WIDGET_CLIENT_KEY: widget.TOSS_WIDGET_CLIENT_KEY },
      ["TOSS_WIDGET_SECRET_KEY"],
    ],
    ["half a pair: no client key", { TOSS_API_SECRET_KEY: api.TOSS_API_SECRET_KEY }, ["TOSS_API_CLIENT_KEY"]],
    [
      "an API key where a widget key belongs",
      { ...widget, TOSS_WIDGET_CLIENT_KEY: api.TOSS_API_CLIENT_KEY },
      ["TOSS_WIDGET_CLIENT_KEY"],
    ],
    [
      "a secret of the other family",
      { ...widget, TOSS_WIDGET_SECRET_KEY: api.TOSS_API_SECRET_KEY },
      ["TOSS_WIDGET_SECRET_KEY"],
    ],
    [
      "client and secret key swapped",
      {
        TOSS_API_CLIENT_KEY: api.TOSS_API_SECRET_KEY,
        TOSS_API_SECRET_KEY: api.TOSS_API_CLIENT_KEY,
      },
      ["TOSS_API_CLIENT_KEY", "TOSS_API_SECRET_KEY"],
    ],
    [
      "test beside live in one pair",
      { ...widget, TOSS_WIDGET_SECRET_KEY: live.TOSS_WIDGET_SECRET_KEY },
      ["TOSS_WIDGET_CLIENT_KEY", "TOSS_WIDGET_SECRET_KEY"],
    ],
    ["test beside live in two pairs", { ...live, ...api }, ["TOSS_WIDGET_", "TOSS_API_"]],
    ["live keys without a number of proxies", { ...shop, ...live, TRUSTED_PROXIES: "" }, ["TRUSTED_PROXIES"]],
    ["half of Stripe's pair", { STRIPE_PUBLISHABLE_KEY: "pk_test_abc" }, ["STRIPE_SECRET_KEY"]],
    ["Stripe's keys swapped", { ...stripe, STRIPE_SECRET_KEY: "pk_test_abc" }, ["STRIPE_SECRET_KEY"]],
    [
      "Stripe's test key beside its live one",
      { ...stripe, STRIPE_SECRET_KEY: "sk_live_abc" },
      ["STRIPE_PUBLISHABLE_KEY", "STRIPE_SECRET_KEY"],
    ],
    ["an invalid webhook secret", { ...stripe, STRIPE_WEBHOOK_SECRET: "hunter2" }, ["STRIPE_WEBHOOK_SECRET"]],
    ["a webhook secret alone", { STRIPE_WEBHOOK_SECRET: "whsec_1" }, ["STRIPE_SECRET_KEY"]],
    ["live keys beside test keys", { ...live, ...stripe }, ["TOSS_", "STRIPE_"]],
    ["an unknown way to capture", { STRIPE_CAPTURE: "later" }, ["STRIPE_CAPTURE"]],
    ["an unknown acquirer", { TOSS_ACQUISITION: "shop" }, ["TOSS_ACQUISITION"]],
    ["neither on nor off", { CAPTURE_ON_SHIPMENT: "yes" }, ["CAPTURE_ON_SHIPMENT"]],
    ["an unknown currency", { STRIPE_CURRENCIES: "USD,DOGE" }, ["STRIPE_CURRENCIES"]],
    ["no keys on a public address", shop, ["TOSS_WIDGET_CLIENT_KEY", "TOSS_WIDGET_SECRET_KEY"]],
    ["no keys, listening to everybody", { HOST: "0.0.0.0" }, ["TOSS_WIDGET_CLIENT_KEY"]],
    [
      "no keys, and HOST as some shells set it",
      { HOST: "build-17" },
      ["and HOST is not an address of this machine's own", "If your shell sets HOST by itself"],
    ],
    ["keys in a demo", { ...widget, TWOTRACK_DEMO: "1" }, ["TWOTRACK_DEMO"]],
    ["an invalid port", { PORT: "70000" }, ["PORT"]],
    ["a port in words", { PORT: "http-3000" }, ["PORT"]],
    ["an address without a scheme", { APP_URL: "shop.test" }, ["APP_URL"]],
    ["an address of another kind", { APP_URL: "ftp://shop.test" }, ["APP_URL"]],
    ["an address with a path", { APP_URL: "https://shop.test/shop" }, ["APP_URL", "without a path"]],
    ["an address with a query", { APP_URL: "https://shop.test/?a" }, ["APP_URL", "without a path"]],
    ["an address with a password", { APP_URL: "https://me:secret@shop.test" }, ["APP_URL"]],
    ["a database of another kind", { DATABASE_URL: "mysql://me:hunter2@db/shop" }, ["DATABASE_URL"]],
    ["a short secret", { SESSION_SECRET: "hunter2-hunter2" }, ["SESSION_SECRET"]],
    [
      "live keys, and the secret stored in the database",
      { ...shop, ...live, SESSION_SECRET: "" },
      ["SESSION_SECRET", "openssl rand -base64 32"],
    ],
    [
      "live keys of Stripe, and the secret stored in the database",
      { ...shop, STRIPE_PUBLISHABLE_KEY: "pk_live_a", STRIPE_SECRET_KEY: "sk_live_a" },
      ["SESSION_SECRET"],
    ],
    [
      "live keys on an address without TLS",
      { ...live, APP_URL: "http://shop.test" },
      ["APP_URL", "https://"],
    ],
    ["the same in capitals", { ...live, APP_URL: "HTTP://shop.test" }, ["APP_URL"]],
    ["live keys on this machine's own address", { ...live, APP_URL: "http://localhost:3000" }, ["APP_URL"]],
    ["the same with TLS", { ...live, APP_URL: "https://127.0.0.1" }, ["APP_URL", "public address"]],
    ["live keys and no address", live, ["APP_URL is missing", "https"]],
    ...["TOSS_BASE_URL", "TOSS_SDK_URL", "STRIPE_API_URL", "STRIPE_SCRIPT_URL"].map(
      (name): [string, Record<string, string>, string[]] => [
        `live keys and ${name} without TLS`,
        { ...shop, ...live, [name]: "http://gateway.example" },
        [name, "https://"],
      ],
    ),
    [
      "live keys, and an allowed return server without TLS",
      { ...shop, ...live, ALLOWED_REDIRECT_ORIGINS: "https://a.example, http://b.test" },
      ["ALLOWED_REDIRECT_ORIGINS", "https://"],
    ],
    [
      "the previous secret in its former setting",
      { SESSION_SECRET: "y".repeat(32), SESSION_SECRET_PREVIOUS: "x".repeat(32) },
      ["SESSION_SECRET_PREVIOUS", "after the new one and a comma"],
    ],
    [
      "the same as a file",
      { REFUND_ACCOUNT_KEY_PREVIOUS_FILE: "/run/secrets/old" },
      ["REFUND_ACCOUNT_KEY_PREVIOUS"],
    ],
    [
      "one of two secrets is short",
      { SESSION_SECRET: `${"x".repeat(32)},short` },
      ["SESSION_SECRET", "each"],
    ],
    ["nothing after a comma", { SESSION_SECRET: `${"x".repeat(32)},` }, ["SESSION_SECRET"]],
    [
      "the same secret twice",
      { SESSION_SECRET: `${"x".repeat(32)}, ${"x".repeat(32)}` },
      ["SESSION_SECRET", "twice"],
    ],
    [
      "one of two keys is invalid",
      { REFUND_ACCOUNT_KEY: `${"a".repeat(64)},${"g".repeat(64)}` },
      ["REFUND_ACCOUNT_KEY", "hexadecimal"],
    ],
    [
      "live keys, and managers without a second factor",
      { ...shop, ...live, STAFF_SECOND_FACTOR: "nobody" },
      ["STAFF_SECOND_FACTOR"],
    ],
    ["live keys, and a port open to other machines", { ...shop, ...live, HOST: "0.0.0.0" }, ["HOST"]],
    ["the same, by IPv6", { ...shop, ...live, HOST: "::" }, ["HOST", "ENCRYPTED_NETWORK"]],
    ...[
      "postgres://me:hunter2@db.test/shop",
      "postgresql://me:hunter2@db.test/shop?sslmode=require",
      "postgres://me:hunter2@10.0.0.5/shop?sslmode=no-verify",
      "postgres://me:hunter2@db.test/shop?sslmode=prefer&uselibpqcompat=true",
      "postgres://me:hunter2@db.test/shop?sslmode=verify-full&sslmode=disable",
      "postgres://me:hunter2@db.test/shop?ssl=true",
      "postgres://me:hunter2@localhost/shop?host=db.test",
    ].map((DATABASE_URL): [string, Record<string, string>, string[]] => [
      `live keys and ${DATABASE_URL}`,
      { ...shop, ...live, DATABASE_URL },
      ["DATABASE_URL", "sslmode=verify-full"],
    ]),
    [
      "live keys, and a database that PGHOST names",
      { ...shop, ...live, DATABASE_URL: "postgres://me@/shop", PGHOST: "db.test" },
      ["DATABASE_URL", "sslmode=verify-full"],
    ],
    [
      "live keys, and a host that cannot be read",
      { ...shop, ...live, DATABASE_URL: "postgres://me@%zz/shop" },
      ["DATABASE_URL"],
    ],
    [
      "live keys, and the tables' owner without TLS",
      {
        ...shop,
        ...live,
        DATABASE_URL: "postgres://app@db.test/shop?sslmode=verify-full",
        MIGRATE_DATABASE_URL: "postgres://owner:hunter2@db.test/shop",
      },
      ["MIGRATE_DATABASE_URL"],
    ],
    [
      "an owner of tables beside a database file",
      { MIGRATE_DATABASE_URL: "postgres://owner:hunter2@db.test/shop" },
      ["MIGRATE_DATABASE_URL", "DATABASE_URL"],
    ],
    [
      "live keys, and unchecked certificates",
      { ...shop, ...live, ENCRYPTED_NETWORK: "1", NODE_TLS_REJECT_UNAUTHORIZED: "0" },
      ["NODE_TLS_REJECT_UNAUTHORIZED"],
    ],
    [
      "live keys, and a mail server with an unchecked certificate",
      {
        ...shop,
        ...live,
        MAIL_FROM: "hello@shop.test",
        SMTP_URL: "smtp://mail.test?tls.rejectUnauthorized=false",
      },
      ["SMTP_URL", "tls.rejectUnauthorized"],
    ],
    ["an invalid ENCRYPTED_NETWORK", { ENCRYPTED_NETWORK: "yes" }, ["ENCRYPTED_NETWORK"]],
    ["an invalid VERIFY_AT", { VERIFY_AT: "24:00" }, ["VERIFY_AT"]],
    ["an invalid TWOTRACK_DEMO", { TWOTRACK_DEMO: "maybe" }, ["TWOTRACK_DEMO"]],
    ["a mail server and no sender", { SMTP_URL: "smtp://mail.test" }, ["MAIL_FROM"]],
    ["a mail server of another kind", { SMTP_URL: "https://me:hunter2@mail.test" }, ["SMTP_URL"]],
    ["a sender without an address", { MAIL_FROM: "The Shop" }, ["MAIL_FROM"]],
    ["a sender with a second header in it", { MAIL_FROM: "Shop\r\nBcc: <a@b.test>" }, ["MAIL_FROM"]],
    [
      "an invalid allowed origin",
      { ALLOWED_REDIRECT_ORIGINS: "https://a.example,b.test" },
      ["ALLOWED_REDIRECT_ORIGINS"],
    ],
    ["an allowed script", { ALLOWED_REDIRECT_ORIGINS: "javascript:alert(1)" }, ["ALLOWED_REDIRECT_ORIGINS"]],
    ["a gateway without a scheme", { TOSS_BASE_URL: "api.tosspayments.com" }, ["TOSS_BASE_URL"]],
    ["an SDK of another kind", { TOSS_SDK_URL: "data:text/javascript,1" }, ["TOSS_SDK_URL"]],
    ["an invalid emulator port", { EMULATOR_TOSS_PORT: "0" }, ["EMULATOR_TOSS_PORT"]],
    ["a number of proxies in words", { TRUSTED_PROXIES: "loopback" }, ["TRUSTED_PROXIES"]],
    ["a negative number of proxies", { TRUSTED_PROXIES: "-10" }, ["TRUSTED_PROXIES"]],
    ["a negative limit factor", { RATE_LIMIT_FACTOR: "-0.5" }, ["RATE_LIMIT_FACTOR"]],
    ["API keys without limits", { API_KEY_LIMIT_FACTOR: "1000" }, ["API_KEY_LIMIT_FACTOR"]],
    [
      "a collector of the log without TLS",
      { LOG_FORWARD_URL: "tcp://logs.example:6514" },
      ["LOG_FORWARD_URL"],
    ],
    ["a collector of the log without a port", { LOG_FORWARD_URL: "tls://logs.example" }, ["LOG_FORWARD_URL"]],
    ["a collector of another kind", { LOG_FORWARD_URL: "https://logs.example:443" }, ["LOG_FORWARD_URL"]],
    ["an unknown log level", { LOG_LEVEL: "loud" }, ["LOG_LEVEL"]],
  ])("%s", (_, source, names) => {
    const { message } = refusalOf(source);
    for (const name of names) expect(message).toContain(name);
    for (const value of Object.values(source)) if (value.length > 1) expect(message).not.toContain(value);
  });

  const drawn = {
    SESSION_SECRET: "q7V0yYzvA2m4r1Jk9XcT5bLw8eUoHsGdNfPiZxQaRtE=",
    REFUND_ACCOUNT_KEY: "8f1c02d7a94be6635d20fb7ce1489a37c5560e9bd2f8417a3e6db90c15a7f264",
  };
  test.each<[string, Record<string, string>]>([
    ...["silent", "fatal", "error", "warn"].map((LOG_LEVEL): [string, Record<string, string>] => [
      "LOG_LEVEL",
      { LOG_LEVEL },
    ]),
    ...["0", "0.01", "1000", "1000000"].map((RATE_LIMIT_FACTOR): [string, Record<string, string>] => [
      "RATE_LIMIT_FACTOR",
      { RATE_LIMIT_FACTOR },
    ]),
    ["DECLINES_ALARM", { DECLINES_ALARM: "1000000000" }],
    ...[
      "a".repeat(32),
      "0123456789abcdef".repeat(2),
      "ab12".repeat(10),
      "abcdefghijklmnopqrstuvwxyz012345",
      "change-me-to-something-much-longer",
      "qwertyuiopasdfghjklzxcvbnm123456",
      "3141592653589793238462643383279502",
      "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PX7",
      "paSSword-paSSword-paSSword-12345",
      "correct horse battery staple please",
      "Korea2026ShopsecretkeyForpayments",
      "우리 가게는 서울에서 제일 좋은 가게입니다. 그리고 커피도 맛있어요.",
      "OUR-SHOP-IS-THE-BEST-SHOP-IN-SEOUL-26",
    ].flatMap((value): [string, Record<string, string>][] => [
      ["SESSION_SECRET", { SESSION_SECRET: value }],
      ["SESSION_SECRET", { SESSION_SECRET: `${drawn.SESSION_SECRET},${value}` }],
    ]),
    ...[
      "0".repeat(64),
      "ab".repeat(32),
      Buffer.alloc(32, "demo").toString("hex"),
      "0123456789abcdef".repeat(4),
      Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString("hex"),
    ].map((REFUND_ACCOUNT_KEY): [string, Record<string, string>] => [
      "REFUND_ACCOUNT_KEY",
      { REFUND_ACCOUNT_KEY },
    ]),
    ["REFUND_ACCOUNT_KEY", { ...drawn, SESSION_SECRET: drawn.REFUND_ACCOUNT_KEY }],
    ["STRIPE_WEBHOOK_SECRET", { STRIPE_WEBHOOK_SECRET: "whsec_emulator00000000000000000000" }],
    ["MANAGER_EMAIL", { MANAGER_EMAIL: "" }],
    ["MANAGER_EMAIL", { MANAGER_EMAIL: "manager@shop.example" }],
    ["APP_URL", { APP_URL: "https://shop.example" }],
    ["APP_URL", { APP_URL: "https://www.Example.com" }],
    ["ALLOWED_REDIRECT_ORIGINS", { ALLOWED_REDIRECT_ORIGINS: "https://shop.example" }],
    ["SMTP_URL", { SMTP_URL: "smtps://mail.example.org", MAIL_FROM: "hello@shop.test" }],
    ["MAIL_FROM", { MAIL_FROM: "Shop <hello@shop.example>" }],
    ["LOG_FORWARD_URL", { LOG_FORWARD_URL: "tls://logs.shop.example:6514" }],
  ])("with live keys %s must not be as in a demo or an example: %j", (name, given) => {
    const stripes = given.STRIPE_WEBHOOK_SECRET
      ? { STRIPE_PUBLISHABLE_KEY: "pk_live_a", STRIPE_SECRET_KEY: "sk_live_a" }
      : {};
    expect(refusalOf({ ...shop, ...live, ...stripes, ...given }).faults).toMatchObject([
      expect.stringContaining(`${name} `),
    ]);
  });

  test("generated values are accepted, also with live keys", () => {
    expect(parseEnv({ ...shop, ...live, ...drawn, RATE_LIMIT_FACTOR: "10" }).live).toBe(true);
    const short = Array.from({ length: 500 }, () => randomBytes(16).toString("hex"));
    // One in 10,000 of these has fewer than ten distinct digits.
    expect(short.filter((secret) => isGuessable(secret)).length).toBeLessThan(5);
    for (let draw = 0; draw < 500; draw += 1) {
      expect(isGuessable(randomBytes(32).toString("hex"))).toBe(false);
      expect(isGuessable(randomBytes(32).toString("base64"))).toBe(false);
      expect(isGuessable(randomBytes(32), 16)).toBe(false);
    }
  });

  test("a bad key for refund accounts can be replaced, since those after the first only decrypt", () => {
    const REFUND_ACCOUNT_KEY = `${drawn.REFUND_ACCOUNT_KEY},${"0".repeat(64)}`;
    expect(parseEnv({ ...shop, ...live, ...drawn, REFUND_ACCOUNT_KEY }).live).toBe(true);
  });

  test("it names all settings at once that would send live money without TLS", () => {
    const { faults } = refusalOf({
      ...live,
      TOSS_BASE_URL: "http://gateway.example",
      ALLOWED_REDIRECT_ORIGINS: "http://b.test",
    });
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual([
      "APP_URL",
      "TOSS_BASE_URL",
      "ALLOWED_REDIRECT_ORIGINS",
    ]);
  });

  test("it names all faults at once", () => {
    const { faults } = refusalOf({ PORT: "x", LOG_LEVEL: "loud", TWOTRACK_DEMO: "maybe" });
    expect(faults).toHaveLength(3);
  });
});

test("of several secrets with commas the first is the current one", () => {
  const [first, second] = ["x".repeat(32), "y".repeat(40)];
  const env = parseEnv({
    ...shop,
    ...widget,
    SESSION_SECRET: `${first}, ${second}`,
    REFUND_ACCOUNT_KEY: `${"a".repeat(64)},${"b".repeat(64)}`,
  });
  expect(env.sessionSecrets).toEqual([first, second]);
  expect(env.refundAccountKeys.map((key) => key[0])).toEqual([0xaa, 0xbb]);
});

test("a live shop verifies its books each night unless set otherwise, and other shops only when set", () => {
  const atOf = (given: Record<string, string>) => parseEnv({ ...shop, ...given }).verifyAtMs;
  expect(atOf(live)).toBe(4.5 * 3_600_000);
  expect(atOf({ ...live, VERIFY_AT: "off" })).toBeUndefined();
  expect(atOf({ ...live, VERIFY_AT: "23:05" })).toBe((23 * 60 + 5) * 60_000);
  expect(atOf(widget)).toBeUndefined();
  expect(atOf({ ...widget, VERIFY_AT: "00:00" })).toBe(0);
});

describe("demo mode", () => {
  test("no keys on a loopback address: the emulator answers, and the shop listens to this machine only", () => {
    const env = parseEnv({});
    expect(env).toMatchObject({ demo: true, live: false, host: "127.0.0.1", port: 3000 });
    expect(env.toss).toMatchObject({
      apiUrl: "http://localhost:4010",
      scriptUrl: "http://localhost:4010/v2/standard",
    });
    expect(env.toss.pairs.widget?.clientKey).toMatch(/^test_gck_emulator/);
  });

  test.each(["http://localhost:3000", "http://127.0.0.1:8080", "http://[::1]:3000"])(
    "%s is a loopback",
    (APP_URL) => {
      expect(parseEnv({ APP_URL }).demo).toBe(true);
    },
  );

  test.each(["http://localhost.evil.example", "http://127.0.0.1.nip.io", "http://192.168.0.10:3000"])(
    "%s is not a loopback",
    (APP_URL) => {
      expect(() => parseEnv({ APP_URL })).toThrow(EnvError);
    },
  );

  test("elsewhere only when it is set explicitly, and it still listens to this machine alone", () => {
    expect(parseEnv({ ...shop, TWOTRACK_DEMO: "1" })).toMatchObject({ demo: true, host: "127.0.0.1" });
    expect(parseEnv({ ...shop, TWOTRACK_DEMO: "1", HOST: "0.0.0.0" }).host).toBe("0.0.0.0");
  });

  test("a demo elsewhere serves the emulators to browsers below its own address, and asks them locally itself", () => {
    const { servesEmulators, toss, stripe } = parseEnv({ ...shop, TWOTRACK_DEMO: "1" });
    expect({ servesEmulators, toss, stripe }).toMatchObject({
      servesEmulators: true,
      toss: {
        apiUrl: "http://localhost:4010",
        scriptUrl: `${shop.APP_URL}/emulators/toss/v2/standard`,
      },
      stripe: {
        apiUrl: "http://localhost:4020",
        scriptUrl: `${shop.APP_URL}/emulators/stripe/endive/stripe.js`,
      },
    });
  });

  test.each([
    ["on this machine", {}],
    ["on this machine, set as a demo", { TWOTRACK_DEMO: "1" }],
    ["with test keys of one gateway, while the other is emulated", widget],
    ["with test keys elsewhere", { ...shop, ...widget }],
  ])("a shop %s serves nothing there", (_, source) => {
    expect(parseEnv(source).servesEmulators).toBe(false);
  });

  test("an emulator on another port is found there", () => {
    expect(parseEnv({ EMULATOR_TOSS_PORT: "5010" }).toss.apiUrl).toBe("http://localhost:5010");
  });
});

describe("with keys of its own", () => {
  test("the real gateway answers, and the shop listens to everybody", () => {
    const env = parseEnv({ ...shop, ...widget });
    expect(env).toMatchObject({ demo: false, live: false, host: "0.0.0.0", appUrl: "https://shop.test" });
    expect(env.toss).toEqual({
      apiUrl: "https://api.tosspayments.com",
      scriptUrl: "https://js.tosspayments.com/v2/standard",
      pairs: {
        widget: { clientKey: widget.TOSS_WIDGET_CLIENT_KEY, secretKey: widget.TOSS_WIDGET_SECRET_KEY },
      },
      acquisition: "automatic",
      emulated: false,
    });
    // A gateway without keys is not offered; only on this machine may an emulator replace it.
    expect(env.stripe).toMatchObject({ keys: undefined, emulated: false });
  });

  test("with API keys alone, the payment window offers what the contract has", () => {
    const offersOf = (more: Record<string, string>) => parseEnv({ ...shop, ...api, ...more }).toss.cardOffers;
    expect(offersOf({})).toBeUndefined();
    expect(offersOf({ TOSS_FREE_INSTALLMENTS: "41 3 2,  W1 10", TOSS_CARD_POINTS: "on" })).toEqual({
      freeInstallments: [
        { company: "41", months: [2, 3] },
        { company: "W1", months: [10] },
      ],
      cardPoints: true,
    });
  });

  test("the emulator shows what the contract offers, in the window", () => {
    expect(Object.keys(parseEnv({}).toss.pairs)).toEqual(["widget", "api"]);
    const { toss } = parseEnv({ TOSS_CARD_POINTS: "on" });
    expect(Object.keys(toss.pairs)).toEqual(["api"]);
    expect(toss.cardOffers).toEqual({ freeInstallments: [], cardPoints: true });
  });

  test("Stripe's keys are enough, and Stripe itself answers", () => {
    const env = parseEnv({ ...shop, ...stripe });
    expect(env).toMatchObject({ demo: false, live: false });
    expect(env.stripe).toEqual({
      apiUrl: "https://api.stripe.com",
      capture: "automatic",
      scriptUrl: "https://js.stripe.com/endive/stripe.js",
      keys: {
        publishableKey: "pk_test_abc",
        secretKey: "sk_test_abc",
        webhookSecrets: ["whsec_1", "whsec_2"],
      },
      currencies: ["USD"],
      emulated: false,
    });
    expect(env.toss).toMatchObject({ pairs: {}, emulated: false });
  });

  test("on this machine the other gateway is emulated, unless the keys are live", () => {
    expect(parseEnv(widget)).toMatchObject({ demo: false, stripe: { emulated: true } });
    expect(parseEnv(stripe)).toMatchObject({ demo: false, toss: { emulated: true } });
    expect(parseEnv({ ...shop, ...live })).toMatchObject({
      live: true,
      stripe: { keys: undefined, emulated: false },
    });
  });

  test.each([
    [{ ...shop, ...live }, "all"],
    [{ ...shop, ...live, STAFF_SECOND_FACTOR: "managers" }, "managers"],
    [{ ...shop, ...live, STAFF_SECOND_FACTOR: "" }, "all"],
    [{ ...shop, ...widget }, "nobody"],
    [{ ...shop, ...widget, STAFF_SECOND_FACTOR: "all" }, "all"],
  ])(
    "live keys require a second factor of all staff, unless it is narrowed to managers: %#",
    (source, who) => {
      expect(parseEnv(source).secondFactorOf).toBe(who);
    },
  );

  test("apps that only support SHA-1 are set up only where a setting allows it", () => {
    expect([{}, { TOTP_SHA1: "0" }, { TOTP_SHA1: "1" }].map((source) => parseEnv(source).totpSha1)).toEqual([
      false,
      false,
      true,
    ]);
    expect(() => parseEnv({ TOTP_SHA1: "yes" })).toThrow("TOTP_SHA1");
  });

  test("the shop chooses what is paid through Stripe", () => {
    expect(parseEnv({ STRIPE_CURRENCIES: "USD, KRW" }).stripe.currencies).toEqual(["USD", "KRW"]);
    expect(parseEnv({ STRIPE_CAPTURE: "manual" }).stripe.capture).toBe("manual");
    expect(parseEnv({ CAPTURE_ON_SHIPMENT: "on" }).captureOnShipment).toBe(true);
  });

  test("the shop says who has card payments acquired", () => {
    expect(parseEnv({}).toss.acquisition).toBe("automatic");
    expect(parseEnv({ TOSS_ACQUISITION: "manual" }).toss.acquisition).toBe("manual");
  });

  test("live keys of Stripe are live", () => {
    const { SESSION_SECRET, MANAGER_EMAIL } = live;
    const liveStripe = {
      SESSION_SECRET,
      MANAGER_EMAIL,
      STRIPE_PUBLISHABLE_KEY: "pk_live_a",
      STRIPE_SECRET_KEY: "rk_live_a",
      TRUSTED_PROXIES: "1",
    };
    expect(parseEnv({ ...shop, ...liveStripe }).live).toBe(true);
  });

  test("live keys listen to this machine alone, where a proxy ends TLS, unless set otherwise", () => {
    expect(parseEnv({ ...shop, ...live }).host).toBe("127.0.0.1");
    expect(parseEnv({ ...shop, ...live, HOST: "0.0.0.0", ENCRYPTED_NETWORK: "1" }).host).toBe("0.0.0.0");
    expect(parseEnv({ ...shop, ...live, HOST: "::1" }).host).toBe("::1");
  });

  test.each([
    ["verified", "postgres://me:hunter2@db.test/shop?sslmode=verify-full"],
    ["on this machine", "postgres://me:hunter2@127.0.0.1:5432/shop"],
    ["on this machine, by IPv6", "postgres://me@[::1]/shop"],
    ["on a socket", "postgres:///shop?host=/var/run/postgresql"],
    ["on a socket, in the address", "postgres://me@%2Fvar%2Frun%2Fpostgresql/shop"],
    ["on the default host", "postgres://me@/shop"],
  ])("live keys accept a database that is %s", (_, DATABASE_URL) => {
    expect(parseEnv({ ...shop, ...live, DATABASE_URL }).live).toBe(true);
  });

  test("live keys accept a database and a mail server on a network that is encrypted otherwise", () => {
    const elsewhere = {
      DATABASE_URL: "postgres://me@db/shop",
      SMTP_URL: "smtp://mail:25",
      MAIL_FROM: "hello@shop.test",
    };
    expect(parseEnv({ ...shop, ...live, ...elsewhere, ENCRYPTED_NETWORK: "1" }).mail.requireTls).toBe(false);
    expect(parseEnv({ ...shop, ...widget, ...elsewhere }).mail.requireTls).toBe(false);
  });

  test("an email waits for TLS where it has a password, and with live keys", () => {
    const requiresTls = (SMTP_URL: string, keys: Record<string, string> = {}) =>
      parseEnv({ ...shop, ...widget, ...keys, SMTP_URL, MAIL_FROM: "hello@shop.test" }).mail.requireTls;
    expect(requiresTls("smtp://mail.test", live)).toBe(true);
    expect(requiresTls("smtp://me:hunter2@mail.test")).toBe(true);
    expect(requiresTls("smtp://me:hunter2@mail.test", { ...live, ENCRYPTED_NETWORK: "1" })).toBe(true);
    expect(requiresTls("smtp://me:hunter2@localhost", live)).toBe(false);
  });

  test("live keys are live", () => {
    expect(parseEnv({ ...shop, ...live }).live).toBe(true);
  });

  test("one key pair is enough, whichever it is", () => {
    expect(Object.keys(parseEnv({ ...shop, ...api }).toss.pairs)).toEqual(["api"]);
    expect(Object.keys(parseEnv({ ...shop, ...widget, ...api }).toss.pairs)).toEqual(["widget", "api"]);
  });

  test("an empty line counts as not set", () => {
    expect(parseEnv({ PORT: "", TOSS_WIDGET_CLIENT_KEY: "", LOG_LEVEL: "" })).toEqual(parseEnv({}));
  });
});

describe("secrets in files", () => {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-secrets-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileWith = (content: string) => {
    const path = join(folder, String(Math.random()));
    writeFileSync(path, content);
    return path;
  };
  const inEnvironment: Record<(typeof secretNames)[number], string> = {
    DATABASE_URL: "postgres://me:hunter2@localhost/shop",
    MIGRATE_DATABASE_URL: "postgres://owner:hunter2@localhost/shop",
    MOVE_TO: "postgres://owner:hunter2@localhost/shop",
    SESSION_SECRET: live.SESSION_SECRET,
    TOSS_WIDGET_SECRET_KEY: widget.TOSS_WIDGET_SECRET_KEY,
    TOSS_API_SECRET_KEY: api.TOSS_API_SECRET_KEY,
    STRIPE_SECRET_KEY: stripe.STRIPE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: stripe.STRIPE_WEBHOOK_SECRET,
    REFUND_ACCOUNT_KEY: "a".repeat(64),
    SMTP_URL: "smtps://me:hunter2@mail.test",
    METRICS_TOKEN: "a token of thirty-two characters",
    ALARM_WEBHOOK_URL: "https://hooks.test/services/hunter2",
  };
  const rest = { ...shop, ...widget, ...api, ...stripe, MAIL_FROM: "hello@shop.test" };

  test.each(["", "\n", "\r\n"])("every secret may be in a file whose content ends in %j", (end) => {
    const files = Object.entries(inEnvironment).map(([name, value]) => [
      `${name}_FILE`,
      fileWith(value + end),
    ]);
    const others = Object.entries(rest).filter(([name]) => !(name in inEnvironment));
    expect(parseEnv({ ...Object.fromEntries(others), ...Object.fromEntries(files) })).toEqual(
      parseEnv({ ...rest, ...inEnvironment }),
    );
  });

  test("the database's file is read before anything else", () => {
    const DATABASE_URL_FILE = fileWith("postgres://me:hunter2@localhost/shop\n");
    expect(readSecret({ DATABASE_URL_FILE }, "DATABASE_URL")).toBe("postgres://me:hunter2@localhost/shop");
    expect(readSecret({ DATABASE_URL: "" }, "DATABASE_URL")).toBeUndefined();
    expect(() => readSecret({ DATABASE_URL: "file:a", DATABASE_URL_FILE }, "DATABASE_URL")).toThrow(
      "DATABASE_URL and DATABASE_URL_FILE are both set",
    );
  });

  test("only the line ending is removed", () => {
    const SESSION_SECRET_FILE = fileWith(` ${live.SESSION_SECRET} \n\n`);
    expect(parseEnv({ SESSION_SECRET_FILE }).sessionSecrets).toEqual([` ${live.SESSION_SECRET} \n`]);
  });

  test.each(secretNames)("the shop does not start where %s is set twice, or its file is bad", (name) => {
    const others = Object.fromEntries(Object.entries(rest).filter(([other]) => other !== name));
    const both = refusalOf({
      ...others,
      [name]: inEnvironment[name],
      [`${name}_FILE`]: fileWith("hunter2"),
    });
    const absent = refusalOf({ ...others, [`${name}_FILE`]: join(folder, "not-there") });
    const unreadable = refusalOf({ ...others, [`${name}_FILE`]: folder });
    const empty = refusalOf({ ...others, [`${name}_FILE`]: fileWith("\n") });
    for (const { faults } of [both, absent, unreadable, empty])
      expect(faults).toContainEqual(expect.stringContaining(`${name}_FILE`));
    expect(both.message).not.toContain(inEnvironment[name]);
    expect(both.message).not.toContain("hunter2");
  });

  test("a file's content is never shown, even where it is invalid", () => {
    const { message } = refusalOf({ SESSION_SECRET_FILE: fileWith("hunter2"), PORT: "x" });
    expect(message).toContain("SESSION_SECRET: must have at least 32 characters");
    expect(message).toContain("PORT");
    expect(message).not.toContain("hunter2");
  });
});

describe("the sender of emails", () => {
  test.each([
    ["Shop <hello@shop.test>", { name: "Shop", address: "hello@shop.test" }],
    ['"투트랙, 주문" <hello@shop.test>', { name: "투트랙, 주문", address: "hello@shop.test" }],
    ["hello@shop.test", { name: "", address: "hello@shop.test" }],
  ])("%s", (MAIL_FROM, from) => {
    expect(parseEnv({ MAIL_FROM }).mail).toEqual({
      smtpUrl: undefined,
      requireTls: false,
      from,
      folder: "data/mail",
    });
  });
});

describe("how much staff may refund", () => {
  test("there are default limits, and each can be set", () => {
    expect(parseEnv({}).refundLimits).toEqual({
      support: { KRW: 100_000, USD: 10_000 },
      supportDaily: { KRW: 500_000, USD: 50_000 },
      approvalAbove: { KRW: 1_000_000, USD: 100_000 },
      approvalAboveDaily: { KRW: 3_000_000, USD: 300_000 },
    });
    expect(parseEnv({ SUPPORT_REFUND_LIMIT: " USD 0,KRW 5 " }).refundLimits.support).toEqual({
      KRW: 5,
      USD: 0,
    });
  });

  test.each([
    ["a currency is missing", "KRW 100000"],
    ["a currency is there twice", "KRW 1, USD 2, KRW 3"],
    ["an unknown currency is there", "KRW 1, USD 2, EUR 3"],
    ["no currency", "100000"],
    ["an amount is not in minor units", "KRW 1, USD 2.50"],
    ["an amount is negative", "KRW -1, USD 2"],
  ])("it does not start when %s", (_, given) => {
    for (const name of ["SUPPORT_REFUND_LIMIT", "REFUND_APPROVAL_ABOVE"])
      expect(refusalOf({ [name]: given }).faults).toMatchObject([expect.stringContaining(name)]);
  });
});

describe("what a shopper may cancel", () => {
  test("shoppers send a request, unless the shop is set otherwise", () => {
    expect(parseEnv({}).shopperCancel).toBe("ask");
    expect(parseEnv({ SHOPPER_CANCEL: "refund" }).shopperCancel).toBe("refund");
    expect(refusalOf({ SHOPPER_CANCEL: "always" }).faults).toMatchObject([
      expect.stringContaining("SHOPPER_CANCEL"),
    ]);
  });
});

describe("where a shopper may be redirected", () => {
  const allowed = (source: Record<string, string>): Pick<Env, "ownOrigins" | "allowedOrigins"> =>
    parseEnv(source);

  test("to the shop itself, and to listed origins", () => {
    expect(
      allowed({
        ...shop,
        ...widget,
        ALLOWED_REDIRECT_ORIGINS: "https://www.shop.test/a?b , https://b.test",
      }),
    ).toMatchObject({
      ownOrigins: ["https://shop.test"],
      allowedOrigins: ["https://shop.test", "https://www.shop.test", "https://b.test"],
    });
  });

  test("to all names of a loopback shop, on its own port", () => {
    expect(allowed({ PORT: "4000" }).ownOrigins).toEqual([
      "http://localhost:4000",
      "http://127.0.0.1:4000",
      "http://[::1]:4000",
    ]);
  });

  test("to a listed origin, which is still not the shop's own", () => {
    const { ownOrigins } = allowed({ ALLOWED_REDIRECT_ORIGINS: "https://b.test" });
    expect(ownOrigins).not.toContain("https://b.test");
  });
});

test.each(["tls://logs.shop.test:6514?ca=/etc/ca.pem", "tcp://127.0.0.1:5170", "tcp://[::1]:5170"])(
  "the log may go to %s too",
  (LOG_FORWARD_URL) => {
    expect(parseEnv({ LOG_FORWARD_URL }).logForwardUrl).toBe(LOG_FORWARD_URL);
  },
);

test("an operator who copies .env.example unchanged has the default of every setting", () => {
  expect(parseEnv(readDotEnv(readFileSync(".env.example", "utf8")))).toEqual(parseEnv({}));
});

function refusalOf(source: Record<string, string>): EnvError {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error;
    throw error;
  }
  throw new Error("The environment was not refused.");
}
