import { useRead } from '#platform/web-kit/data.ts';
import { Link, usePath } from '#platform/web-kit/navigate.tsx';
import type { NavCount, NavEntry, Screen } from '#platform/web-kit/screen.ts';
import { placeOf } from './modules.ts';
import { usePlaceName } from './place-name.ts';

/** A place of the navigation with the small figure that waits there. */
export function NavLink({
  screen,
  onGo,
}: {
  readonly screen: Screen & { readonly nav: NavEntry };
  readonly onGo?: () => void;
}) {
  const name = usePlaceName();
  const { place, count } = screen.nav;
  const here = placeOf(usePath()) === place;
  return (
    <Link
      className="of-place"
      href={screen.path}
      aria-current={here ? 'page' : undefined}
      {...(onGo ? { onClick: onGo } : {})}
    >
      <span>{name(screen)}</span>
      {count && <Count count={count} />}
    </Link>
  );
}

function Count({ count }: { readonly count: NavCount }) {
  const read = useRead(count.route, {}, { live: count.live });
  const value = read.data === undefined ? null : count.of(read.data as never);
  return value === null || value === 0 ? null : <span className="of-count tn-num">{value}</span>;
}
