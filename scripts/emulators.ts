import "./kit/usage.mjs";

await import("../emulators/main");
