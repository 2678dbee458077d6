import { inject, vi } from "vitest";
import { copyTemplate, demo } from "../kit/test-databases";
import { limits } from "./limits";

// Before any module of the project is loaded: this file's own environment and its own database.
Object.assign(process.env, demo, {
  LOG_LEVEL: "silent",
  DATABASE_URL: await copyTemplate(inject("template")),
});

// The machine may have become busy, or quiet, since the run began.
vi.setConfig(limits());
