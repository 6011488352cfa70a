import ts from 'typescript';
import { isCode, isTestOnly, type Tree } from './tree.ts';

/** Ways in which the address of a mail is read for a purpose that the register of processing allows. */
const FOR_A_PURPOSE = /\b(addressFor|forPurpose)\(/;

/**
 * Where personal data leaves by mail, the address is read for a stated purpose: the recipient of each mail that a module
 * queues is what `addressFor` or `forPurpose` let through, written at that very place.
 *
 * Account numbers are opened for a stated purpose as well.
 *
 * @returns one sentence per mail that goes to somebody read for nothing, and per account number opened for nothing
 * @see clauses P-2.4a, P-data.purposes.2, P-data.purposes.3
 */
export function purposeFaults(tree: Tree): string[] {
  const faults: string[] = [];
  for (const [path, text] of tree) {
    if (!path.startsWith('modules/') || !isCode(path) || isTestOnly(path)) continue;
    if (path !== 'modules/policy/purpose-access.ts' && /\bvault\(\)\s*\.open\([^,()]*iban/i.test(text))
      faults.push(`${path} opens an account number for no purpose; write openBank('billing', …) there`);
    if (!text.includes('queueMail')) continue;
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
    const visit = (node: ts.Node): void => {
      if (ts.isImportSpecifier(node) && node.propertyName?.text === 'queueMail')
        faults.push(`${path}: queueMail is called by its own name, so that every mail is found`);
      if (ts.isIdentifier(node) && node.text === 'queueMail' && !isImported(node)) {
        const call = node.parent;
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        const recipient =
          ts.isCallExpression(call) && call.expression === node ? recipientIn(call.arguments[2]) : undefined;
        if (!recipient || !FOR_A_PURPOSE.test(recipient.getText(source)))
          faults.push(
            `${path}:${line} mails somebody whose address was read for no purpose; write recipient: await addressFor(…) there`,
          );
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return faults;
}

const isImported = (node: ts.Identifier): boolean => ts.isImportSpecifier(node.parent);

/** What stands last behind `recipient:` in the literal; a spread after it could put another one in its place. */
function recipientIn(argument: ts.Expression | undefined): ts.Expression | undefined {
  if (!argument || !ts.isObjectLiteralExpression(argument)) return undefined;
  let found: ts.Expression | undefined;
  for (const member of argument.properties) {
    if (ts.isSpreadAssignment(member) && !/^threadOf\(/.test(member.expression.getText())) found = undefined;
    if (ts.isPropertyAssignment(member) && member.name.getText() === 'recipient') found = member.initializer;
  }
  return found;
}
