import { useOnline } from '#platform/web-kit/connection.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { stationUiWords } from './words.ts';

/** The two rolls a workshop has in its label printers. */
const SIZES = ['62x100', '50x30'] as const;

/** Labels as a PDF in the size of either roll; the device's own printing takes it from there. */
export function LabelLinks({
  what,
  query,
}: {
  readonly what: 'parts' | 'offcuts';
  readonly query: Readonly<Record<string, string>>;
}) {
  const t = useWords(stationUiWords);
  // They are drawn by the server: without a connection a link would lead nowhere.
  if (!useOnline()) return null;
  return (
    <p className="ps-labels">
      {SIZES.map((size) => (
        <a
          key={size}
          className="tn-button"
          target="_blank"
          rel="noreferrer"
          href={`/api/labels/${what}.pdf?${new URLSearchParams({ ...query, size })}`}
        >
          {t('production.st.label', { size: size.replace('x', ' × ') })}
        </a>
      ))}
    </p>
  );
}
