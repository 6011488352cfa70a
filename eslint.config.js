import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// Types are the compiler's business (`npm run typecheck`), layout is Prettier's, and the rules of the house are tests
// (`tidy.test.ts`). What remains here are mistakes that all of those let through.
export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.tenon/', '**/dist/', 'bench/results/'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-promise-executor-return': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Chance comes in as an argument; ids come from crypto.',
        },
      ],
      'no-control-regex': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      // An index that was just checked, or a list that cannot be empty, is said with `!` and not with a made-up value.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // The compiler reports unused names; a leading underscore there and here means "on purpose".
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-confusing-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
      ],
    },
  },
  {
    files: ['apps/web/**/*.{ts,tsx}', 'modules/*/ui/**/*.{ts,tsx}', 'platform/web-kit/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
);
