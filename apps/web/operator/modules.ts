import { OPERATOR_GROUPS, type OperatorScreen } from '#platform/web-kit/screen.ts';

interface ScreensFile {
  readonly screens?: readonly OperatorScreen[];
}

/** Every module that has screens for the operator, found by the build; loaded when they are opened. */
export const screens: readonly OperatorScreen[] = Object.values(
  import.meta.glob<ScreensFile>('../../../modules/*/ui/operator/screens.ts', { eager: true }),
).flatMap((file) => file.screens ?? []);

type NavScreen = OperatorScreen & { readonly nav: NonNullable<OperatorScreen['nav']> };

const placeOf = ({ nav }: NavScreen): number => OPERATOR_GROUPS.indexOf(nav.group) * 1000 + nav.order;

/** What a session sees in the navigation, group by group. */
export function navigation(may: (permission: string) => boolean): readonly NavScreen[] {
  return screens
    .filter((screen): screen is NavScreen => screen.nav !== undefined && may(screen.may))
    .sort((a, b) => placeOf(a) - placeOf(b));
}
