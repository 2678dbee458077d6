import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { parseSync } from "oxc-parser";

// A browser that translates a page puts every text into an element of its own. React still holds the text node that was
// there: an element that comes or goes beside it is inserted before a node that is gone, and the page breaks. So a text
// beside something conditional stands in an element of its own, such as a <span>.

/** The places in one file where a conditional element stands beside a bare text. */
export function untranslatable(path, source) {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0].message}`);
  const translators = new Set(
    [...source.matchAll(/const (\w+) = (?:await )?(?:useTranslations|getTranslations|use\w*Words)\(/g)].map(
      ([, name]) => name,
    ),
  );
  const found = [];
  walk(program, (node) => {
    if (node.type !== "JSXElement" && node.type !== "JSXFragment") return;
    const children = node.children.filter(
      (child) =>
        !(child.type === "JSXText" && /^\s*$/.test(child.value)) &&
        child.expression?.type !== "JSXEmptyExpression",
    );
    const comesAndGoes = children.some(isConditional);
    const text = children.find(
      (child) => isText(child, translators) && (comesAndGoes || isSometimes(child.expression)),
    );
    if (children.length > 1 && text)
      found.push(
        `${path}:${source.slice(0, text.start).split("\n").length}: this text needs an element of its own, ` +
          "because what stands beside it comes and goes and browsers translate pages",
      );
  });
  return found;
}

/** What is drawn or not: `{busy && <Spinner />}`, `{done ? <A /> : null}`. */
const isConditional = ({ type, expression }) =>
  type === "JSXExpressionContainer" &&
  branchesOf(expression).some(isElement) &&
  branchesOf(expression).length > 1;

/** A text that is there or not is taken from a place where it no longer is. */
const isSometimes = (expression) => {
  const branches = branchesOf(expression);
  return branches.length > 1 && branches.some((branch) => branch === undefined || branch.value === null);
};

function isText(child, translators) {
  if (child.type === "JSXText") return true;
  if (child.type !== "JSXExpressionContainer") return false;
  return branchesOf(child.expression).some((branch) => isWords(branch, translators));
}

/** A text that is written here, or asked of a function that gives texts. */
function isWords(node, translators) {
  switch (node?.type) {
    case "Literal":
      return typeof node.value === "number" || (typeof node.value === "string" && node.value.trim() !== "");
    case "TemplateLiteral":
      return true;
    case "Identifier":
      return wordy.test(node.name);
    case "MemberExpression":
      return wordy.test(node.property.name ?? "");
    case "CallExpression":
      return (
        translators.has(node.callee.name) ||
        /^format/.test(node.callee.name ?? node.callee.object?.name ?? "")
      );
    default:
      return false;
  }
}

/** How a text is called that was asked for above, or given. */
const wordy = /words?$|name$|text$|label$|title$|^count$|^digest$/i;

const isElement = (node) => node?.type === "JSXElement" || node?.type === "JSXFragment";

/** What an expression may come to. */
function branchesOf(node) {
  switch (node?.type) {
    case "ConditionalExpression":
      return [...branchesOf(node.consequent), ...branchesOf(node.alternate)];
    case "LogicalExpression":
      return node.operator === "&&"
        ? [undefined, ...branchesOf(node.right)]
        : [...branchesOf(node.left), ...branchesOf(node.right)];
    case "ParenthesizedExpression":
      return branchesOf(node.expression);
    default:
      return [node];
  }
}

function walk(node, visit) {
  if (Array.isArray(node)) {
    for (const inner of node) walk(inner, visit);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if (typeof node.type === "string") visit(node);
  for (const value of Object.values(node)) walk(value, visit);
}

function* pages(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* pages(path);
    else if (path.endsWith(".tsx")) yield path;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = ["app", "components"].flatMap((folder) =>
    [...pages(folder)].flatMap((path) => untranslatable(path, readFileSync(join(".", path), "utf8"))),
  );
  for (const sentence of found) console.error(sentence);
  process.exitCode = found.length > 0 ? 1 : 0;
}
