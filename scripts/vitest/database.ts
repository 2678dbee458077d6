import { inject } from "vitest";
import { copyTemplate, demo } from "../kit/test-databases";

// Before any module of the project is loaded: this file's own environment and its own database.
Object.assign(process.env, demo, {
  LOG_LEVEL: "silent",
  DATABASE_URL: await copyTemplate(inject("template")),
});
