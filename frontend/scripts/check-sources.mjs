// Fails when Chinese text stands in the source outside Lingui's macros, where no other language could follow.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const chinese = /\p{Script=Han}/u;
const macros = new Set(['t', 'msg', 'defineMessage', 'plural', 'select', 'selectOrdinal']);
const macroElements = new Set(['Trans', 'Plural', 'Select', 'SelectOrdinal']);

/** The called name of `t`, `i18n.t` or `` msg`…` ``. */
function calledName(expression) {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

function isMacro(node) {
  if (ts.isTaggedTemplateExpression(node)) return macros.has(calledName(node.tag));
  if (ts.isCallExpression(node)) return macros.has(calledName(node.expression));
  if (ts.isJsxElement(node)) return macroElements.has(node.openingElement.tagName.getText());
  return ts.isJsxSelfClosingElement(node) && macroElements.has(node.tagName.getText());
}

function isText(node) {
  return ts.isStringLiteralLike(node) || ts.isJsxText(node) || ts.isTemplateLiteralToken(node);
}

function bareTexts(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = [];
  const visit = (node) => {
    if (isMacro(node)) return;
    // As written: a language names itself in escapes, which are not for translating.
    if (isText(node) && chinese.test(node.getText(source))) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}: «${node.text.trim()}» stands outside t, msg or <Trans>`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = readdirSync('src', { recursive: true })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|api\/gen\/|\.gen\.ts$/.test(name.replaceAll('\\', '/')))
  .map((name) => join('src', name));
const problems = files.flatMap(bareTexts);

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
