import { Button } from '#platform/web-kit/button.tsx';
import { useKit } from '#platform/web-kit/context.ts';
import { useChange } from '#platform/web-kit/data.ts';
import { FileDrop } from '#platform/web-kit/files.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getPicture, removePicture, setPicture, type Mine } from '../me-contract.ts';
import { accountWords } from './account-words.ts';
import './account.css';

export function ProfilePicture({ mine }: { readonly mine: Mine }) {
  const t = useWords(accountWords);
  const remove = useChange(removePicture);
  return (
    <Card title={t('account.picture')}>
      <div className="tn-flow">
        <div className="tn-row">
          <Face loginId={mine.loginId} tag={mine.picture} alt={t('account.picture.alt')} large />
          {mine.picture ? (
            <Button kind="danger" busy={remove.busy} onClick={() => void remove.send()}>
              {t('account.picture.remove')}
            </Button>
          ) : (
            <span className="tn-muted">{t('account.picture.none')}</span>
          )}
        </div>
        <FileDrop
          route={setPicture}
          label={t('account.picture.choose')}
          types={['.png', '.jpg', '.jpeg', '.webp']}
          onDone={() => undefined}
        />
        <p className="tn-small tn-muted">{t('account.picture.note')}</p>
      </div>
    </Card>
  );
}

/** Somebody's picture, or an empty round place for it. */
export function Face({
  loginId,
  tag,
  alt,
  large = false,
}: {
  readonly loginId: string;
  readonly tag: string | null;
  readonly alt: string;
  readonly large?: boolean;
}) {
  const { client } = useKit();
  if (!tag) return <span className="ac-face" data-large={large} aria-hidden="true" />;
  return (
    <img
      className="ac-face"
      data-large={large}
      alt={alt}
      src={`${client.address(getPicture, { params: { loginId } })}#${tag}`}
    />
  );
}
