import type { TestProject } from "vitest/node";
import { type Engine, makeTemplate, removeAtEnd, type Template } from "../kit/test-databases";
import { makePrograms, scriptOf } from "../kit/test-programs";

declare module "vitest" {
  export interface ProvidedContext {
    template: Template;
  }
}

// Two projects share an engine, and each loads this file separately.
const scope = globalThis as typeof globalThis & {
  templates?: Map<Engine, Promise<Template>>;
  programs?: Promise<void>;
};
scope.templates ??= new Map();
const templates = scope.templates;

/** Once per engine: migrates the database that every test file gets a copy of, and removes all copies at the end. */
export default async function setup(project: TestProject) {
  scope.programs ??= makePrograms();
  await scope.programs;
  const engine: Engine = project.name.startsWith("sqlite") ? "sqlite" : "postgresql";
  const made = templates.get(engine);
  const template = made ?? makeTemplate(engine, [scriptOf("scripts/migrate.ts")]);
  templates.set(engine, template);
  project.provide("template", await template);
  if (made) return;
  return async () => {
    templates.delete(engine);
    await removeAtEnd(await template);
  };
}
