import { type Engine, makeTemplate, removeAtEnd, type Template } from "@/scripts/kit/test-databases";
import { makePrograms, scriptOf } from "@/scripts/kit/test-programs";

const name = (engine: Engine) => `TEST_TEMPLATE_${engine.toUpperCase()}`;

/** Once per run, before any test: the database that worlds copy, for each engine, and the programs they run. */
export default async function setUp() {
  await makePrograms();
  const engines: Engine[] = process.env.TEST_DATABASE_URL ? ["sqlite", "postgresql"] : ["sqlite"];
  const scripts = [
    scriptOf("scripts/migrate.ts"),
    scriptOf("scripts/seed.ts"),
    scriptOf("e2e/kit/full-shelves.ts"),
  ];
  const templates = await Promise.all(engines.map((engine) => makeTemplate(engine, scripts)));
  for (const template of templates) process.env[name(template.engine)] = JSON.stringify(template);
  return () => Promise.all(templates.map(removeAtEnd));
}

export function templateOf(engine: Engine): Template {
  const template = process.env[name(engine)];
  if (!template) throw new Error(`No template was made for ${engine}.`);
  return JSON.parse(template);
}
