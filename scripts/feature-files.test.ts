import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { featureFiles } from './feature-files.ts';
import { importFaults } from './tidy/imports.ts';
import { migrationFaults, textFaults } from './tidy/text.ts';

const asTree = (files: Map<string, string>) =>
  new Map([...files].map(([name, text]) => [`modules/hosting/${name}`, text]));

describe('a new module', () => {
  const files = featureFiles('hosting', 'open-workspace', true);

  test('has the files of STYLE §2, the use case and its test among them', () => {
    expect([...files.keys()].sort()).toEqual([
      'README.md',
      'api.ts',
      'contract.ts',
      'migrations/0001_hosting.sql',
      'module.ts',
      'open-workspace.db.test.ts',
      'open-workspace.ts',
      'routes.ts',
      'rules.test.ts',
      'rules.ts',
      'store.ts',
      'words.ts',
    ]);
  });

  test('keeps every rule of the house', () => {
    const tree = asTree(files);
    expect([...importFaults(tree), ...textFaults(tree), ...migrationFaults(tree)]).toEqual([]);
  });

  test.each([...files].filter(([name]) => name.endsWith('.ts')))('%s is well-formed', (name, text) => {
    const { diagnostics } = ts.transpileModule(text, { fileName: name, reportDiagnostics: true });
    expect(diagnostics).toEqual([]);
  });

  test('its use case refuses while its test expects success, so the test is red until somebody writes it', () => {
    expect(files.get('open-workspace.ts')).toContain("refuse({ code: 'workspace_unknown' })");
    expect(files.get('open-workspace.db.test.ts')).toContain('ok: true');
  });
});

test('an existing module gets the use case and its test only', () => {
  expect([...featureFiles('hosting', 'close-old-workspace', false).keys()]).toEqual([
    'close-old-workspace.ts',
    'close-old-workspace.db.test.ts',
  ]);
});
