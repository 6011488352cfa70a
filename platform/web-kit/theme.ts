import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** Mantine in the language of `tokens.css`: every colour it draws with points there, so light and dark stay in one place. */
const green: MantineColorsTuple = [
  '#e4efeb',
  '#c6ded6',
  '#a1c9bd',
  '#76b1a1',
  '#4b9784',
  '#2f826e',
  '#1f6f5c',
  '#195c4c',
  '#134a3d',
  '#0c362c',
];

export const theme = createTheme({
  colors: { green },
  primaryColor: 'green',
  primaryShade: 6,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '8px', xl: '8px' },
  spacing: { xs: '0.5rem', sm: '1rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.33', sm: '1.43', md: '1.43', lg: '1.5', xl: '1.5' },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

export const variables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--card)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-default': 'var(--card)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--rust)',
    '--mantine-color-anchor': 'var(--action-ink)',
    '--mantine-primary-color-filled': 'var(--action)',
    '--mantine-primary-color-filled-hover': 'var(--action-hover)',
    '--mantine-primary-color-contrast': 'var(--on-action)',
    '--mantine-primary-color-light': 'var(--action-soft)',
    '--mantine-primary-color-light-color': 'var(--action-ink)',
    '--mantine-shadow-md': 'var(--float)',
  },
  light: {},
  dark: {},
});
