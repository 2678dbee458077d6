import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { parseSync } from "oxc-parser";

// A browser that translates a page moves every text into an element. React still holds the original text node: if an
// element appears or disappears beside it, React inserts before a node that is gone, and the page breaks; if the text
// changes, React writes into that node, and the reader keeps seeing the old text. If a text is the only child of an
// element, React writes into the element. So next to anything else, a text needs an element of its own, such as a
// <span>, unless it never changes and nothing beside it appears or disappears.

/** The places in one file where a bare text would break, or stay stale, once translated. */
export function untranslatable(path, source) {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0].message}`);
  const known = namesIn(program);
  const found = [];
  walk(program, (node) => {
    if (node.type !== "JSXElement" && node.type !== "JSXFragment") return;
    const children = node.children.filter((child) => !isBlank(child));
    const why = whyNot(node, children, known);
    const text = children.find(
      (child) => why && isText(child, known) && (why !== "it changes" || changes(child, known)),
    );
    if (text)
      found.push(
        `${path}:${source.slice(0, text.start).split("\n").length}: this text needs an element of its own, ` +
          `because ${why} and browsers translate pages`,
      );
  });
  return found;
}

/** Why a bare text, or a bare text that changes, is not allowed among these children. */
function whyNot({ type }, children, known) {
  // Its contents are removed text by text.
  if (type === "JSXFragment") return "a fragment is not an element";
  if (children.length < 2) return undefined;
  return children.some((child) => comesAndGoes(child, known))
    ? "the element beside it is conditional"
    : "it changes";
}

const isBlank = ({ type, value, expression }) =>
  (type === "JSXText" && value.trim() === "") ||
  expression?.type === "JSXEmptyExpression" ||
  (expression?.type === "Literal" && String(expression.value).trim() === "");

/** What renders conditionally: `{busy && <Spinner />}`, `{done ? <A /> : null}`. */
const comesAndGoes = ({ type, expression }, known) =>
  type === "JSXExpressionContainer" &&
  branchesOf(expression).length > 1 &&
  branchesOf(expression).some((branch) => isElement(branch) || (branch && holdsElements(branch, known)));

const isText = (child, known) =>
  child.type === "JSXText" ||
  (child.type === "JSXExpressionContainer" &&
    branchesOf(child.expression).some((branch) => isWords(branch, known)));

/** A text that is chosen or composed; a value passed as is, such as a name, does not change. */
function changes(child, known) {
  const branches = branchesOf(child.expression);
  return branches.length > 1 || branches.some((branch) => isExchanged(branch, known));
}

function isExchanged(node, { translators, exchanged }) {
  switch (node?.type) {
    case "TemplateLiteral":
      return node.expressions.length > 0;
    case "BinaryExpression":
      return true;
    case "Identifier":
      return /words$/i.test(node.name) || exchanged.has(node.name);
    case "MemberExpression":
      return node.computed && node.property.type !== "Literal";
    case "CallExpression":
      return !(
        translators.has(translatorOf(node)) &&
        node.arguments.length === 1 &&
        node.arguments[0].type === "Literal"
      );
    default:
      return false;
  }
}

/** A text written here or coming from elsewhere: anything not known to be elements. */
function isWords(node, known) {
  switch (node?.type) {
    case "Literal":
      return typeof node.value === "number" || (typeof node.value === "string" && node.value.trim() !== "");
    case "TemplateLiteral":
    case "BinaryExpression":
      return true;
    case "Identifier":
      return wordy.test(node.name) || known.texts.has(node.name);
    case "MemberExpression":
      return node.computed || !slots.test(node.property.name);
    case "CallExpression":
      return !holdsElements(node, known) && !/^(map|children)$/.test(calledIn(node));
    default:
      return false;
  }
}

/** Whether a name in this file stands for elements: `const table = <Table />`, `const field = () => <Field />`. */
const holdsElements = (node, { elements }) =>
  (node.type === "Identifier" && elements.has(node.name)) ||
  (node.type === "CallExpression" && elements.has(node.callee.name));

const calledIn = ({ callee }) => callee.property?.name ?? callee.name ?? "";

/** `t` of `t("key")` and of `t.rich("key")`. */
const translatorOf = ({ callee }) => callee.name ?? callee.object?.name;

/** Names of props that hold text. */
const wordy = /words?$|name$|text$|label$|title$|reason$|quantity$|^count$|^digest$/i;

/** Names of props that hold elements. */
const slots = /^(children|form|methods|agreement)$/;

/** What the names in a file stand for. */
function namesIn(program) {
  const known = { translators: new Set(), elements: new Set(), texts: new Set(), exchanged: new Set() };
  walk(program, (node) => {
    const [name, value] =
      node.type === "VariableDeclarator"
        ? [node.id.name, node.init]
        : node.type === "FunctionDeclaration"
          ? [node.id?.name, node.body]
          : [];
    if (!name || !value) return;
    const asked = value.type === "AwaitExpression" ? value.argument : value;
    const branches = branchesOf(value);
    if (asked.type === "CallExpression" && /^(use|get)\w*(Translations|Words)$/.test(asked.callee.name ?? ""))
      known.translators.add(name);
    else if (hasElement(value, known)) known.elements.add(name);
    else if (branches.some((branch) => isOwnText(branch, known))) {
      known.texts.add(name);
      if (branches.length > 1 || isExchanged(value, known)) known.exchanged.add(name);
    }
  });
  return known;
}

/** What is certainly text: a literal, or a translator's result. */
const isOwnText = (node, { translators }) =>
  (node?.type === "Literal" && typeof node.value === "string") ||
  node?.type === "TemplateLiteral" ||
  (node?.type === "CallExpression" && translators.has(translatorOf(node)));

function hasElement(node, known) {
  let has = false;
  walk(node, (inner) => {
    has ||= isElement(inner) || holdsElements(inner, known);
  });
  return has;
}

const isElement = (node) => node?.type === "JSXElement" || node?.type === "JSXFragment";

/** The possible values of an expression. */
function branchesOf(node) {
  switch (node?.type) {
    case "ConditionalExpression":
      return [...branchesOf(node.consequent), ...branchesOf(node.alternate)];
    case "LogicalExpression":
      // A left operand before an element only decides whether the element is there.
      return node.operator === "&&" || branchesOf(node.right).some(isElement)
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
