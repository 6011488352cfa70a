import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/global.layer.css';
import type { ReactNode } from 'react';
import { Base, type BaseProps } from './Base.tsx';
import { theme, variables } from './theme.ts';
import { useTheme } from './theme-choice.ts';

/**
 * The provider of the office: everything of `Base` plus Mantine in our theme. A screen that uses a Mantine component
 * imports that component's stylesheet beside it: `import '@mantine/core/styles/Menu.layer.css'`.
 */
export function Kit(props: BaseProps & { readonly children: ReactNode }) {
  const { shown } = useTheme();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      forceColorScheme={shown}
      withGlobalClasses={false}
    >
      <Base {...props} />
    </MantineProvider>
  );
}
