import type { TestProject } from "vitest/node";
import { type Engine, makeTemplate, removeCopies, type Template } from "../kit/test-databases";

declare module "vitest" {
  export interface ProvidedContext {
    template: Template;
  }
}

/** Once per engine: migrates the database every test file gets a copy of, and in the end removes them all. */
export default async function setup(project: TestProject) {
  const template = await makeTemplate(project.name as Engine, ["scripts/migrate.ts"]);
  project.provide("template", template);
  return () => removeCopies(template);
}
