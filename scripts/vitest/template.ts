import type { TestProject } from "vitest/node";
import { type Engine, makeTemplate, removeAtEnd, type Template } from "../kit/test-databases";

declare module "vitest" {
  export interface ProvidedContext {
    template: Template;
  }
}

// Two projects share an engine, and each loads this file separately.
const scope = globalThis as typeof globalThis & { templates?: Map<Engine, Promise<Template>> };
scope.templates ??= new Map();
const templates = scope.templates;

/** Once per engine: migrates the database that every test file gets a copy of, and removes all copies at the end. */
export default async function setup(project: TestProject) {
  const engine: Engine = project.name.startsWith("sqlite") ? "sqlite" : "postgresql";
  const made = templates.get(engine);
  const template = made ?? makeTemplate(engine, ["scripts/migrate.ts"]);
  templates.set(engine, template);
  project.provide("template", await template);
  if (made) return;
  return async () => {
    templates.delete(engine);
    await removeAtEnd(await template);
  };
}
