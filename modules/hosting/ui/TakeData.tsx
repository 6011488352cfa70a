import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { takeData } from '../contract.ts';
import { hostingUiWords } from './words.ts';

/** Everything a company has here, as one file, for its owner. */
export default function TakeData() {
  const t = useWords(hostingUiWords);
  return (
    <Page>
      <PageHead sentence={t('data.sentence')} note={t('data.note')} />
      <Card>
        <a className="tn-button" data-kind="primary" href={takeData.path} download>
          {t('data.take')}
        </a>
      </Card>
    </Page>
  );
}
