import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { NoteField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { dropPost, listPosts, publishPost, savePost, type PostsView } from '../../contract.ts';
import { siteUiWords } from '../words.ts';

type Draft = PostsView['drafts'][number];
type Asked =
  { readonly what: 'write'; readonly of: Draft | null } | { readonly what: 'publish'; readonly of: Draft };

/** Posts in the making, and what stands in the blog. */
export default function Posts() {
  const t = useWords(siteUiWords);
  const format = useFormat();
  const locale = useLocale();
  const read = useRead(listPosts, {}, { live: ['post.', 'policy.published'] });
  const [asked, setAsked] = useState<Asked | null>(null);
  const done = (title: string): void => {
    toast({ title });
    read.again();
    setAsked(null);
  };
  return (
    <Page>
      <PageHead
        sentence={t('posts.sentence', { open: read.data?.drafts.length ?? 0 })}
        note={t('posts.note')}
        action={
          <Button kind="primary" onClick={() => setAsked({ what: 'write', of: null })}>
            {t('posts.new')}
          </Button>
        }
      />
      <Card title={t('posts.drafts')} flush>
        <Lines
          label={t('posts.drafts')}
          read={read}
          rows={({ drafts }) => drafts}
          rowKey={(one) => one.id}
          empty={{ sentence: t('posts.none') }}
          columns={[
            {
              key: 'title',
              head: t('posts.name'),
              phone: 'title',
              cell: (one) => one.title[locale] || one.slug,
            },
            { key: 'slug', head: t('posts.address'), cell: (one) => `/blog/${one.slug}` },
            {
              key: 'changed',
              head: t('posts.changed'),
              cell: (one) =>
                t('posts.changedBy', { who: one.changedName, at: format.instant(one.changedAt) }),
            },
            {
              key: 'act',
              head: t('posts.acts'),
              cell: (one) => (
                <div className="tn-row">
                  <Button onClick={() => setAsked({ what: 'write', of: one })}>{t('posts.edit')}</Button>
                  <Button onClick={() => setAsked({ what: 'publish', of: one })}>{t('posts.publish')}</Button>
                  <Drop of={one} onDone={() => done(t('posts.dropped'))} />
                </div>
              ),
            },
          ]}
        />
      </Card>
      <Card title={t('posts.published')} flush>
        <Lines
          label={t('posts.published')}
          read={read}
          rows={({ published }) => published}
          rowKey={(one) => one.slug}
          empty={{ sentence: t('posts.nonePublished') }}
          columns={[
            { key: 'title', head: t('posts.name'), phone: 'title', cell: (one) => one.title[locale] },
            {
              key: 'slug',
              head: t('posts.address'),
              cell: (one) => <a href={`/blog/${one.slug}`}>{`/blog/${one.slug}`}</a>,
            },
            { key: 'when', head: t('posts.when'), cell: (one) => format.instant(one.publishedAt) },
          ]}
        />
      </Card>
      {asked && (
        <Dialog
          open
          onClose={() => setAsked(null)}
          title={t(asked.what === 'write' ? 'posts.new' : 'posts.publish')}
          width={56}
        >
          {asked.what === 'write' ? (
            <Write of={asked.of} onDone={() => done(t('posts.saved'))} />
          ) : (
            <Publish of={asked.of} onDone={() => done(t('posts.done'))} />
          )}
        </Dialog>
      )}
    </Page>
  );
}

const EMPTY = { en: '', de: '' };

function Write({ of, onDone }: { readonly of: Draft | null; readonly onDone: () => void }) {
  const t = useWords(siteUiWords);
  const { slug = '', title = EMPTY, summary = EMPTY, text = EMPTY } = of ?? {};
  return (
    <Form
      route={savePost}
      initial={{ slug, title, summary, text }}
      draft={of ? 'none' : 'post'}
      submit={t('posts.save')}
      onDone={onDone}
    >
      <FormGrid>
        <TextField name="slug" label={t('posts.slug')} hint={t('posts.slug.hint')} />
        <TextField name="title.en" label={t('posts.titleEn')} />
        <TextField name="title.de" label={t('posts.titleDe')} />
        <NoteField name="summary.en" label={t('posts.summaryEn')} rows={2} />
        <NoteField name="summary.de" label={t('posts.summaryDe')} rows={2} />
        <NoteField name="text.en" label={t('posts.textEn')} hint={t('posts.text.hint')} rows={10} />
        <NoteField name="text.de" label={t('posts.textDe')} hint={t('posts.text.hint')} rows={10} />
      </FormGrid>
    </Form>
  );
}

function Publish({ of, onDone }: { readonly of: Draft; readonly onDone: () => void }) {
  const t = useWords(siteUiWords);
  const publish = useChange(publishPost, { onDone });
  return (
    <div className="tn-flow">
      <p>{t('posts.publish.ask')}</p>
      <Button
        kind="primary"
        busy={publish.busy}
        onClick={() => void publish.send({ params: { postId: of.id } })}
      >
        {t('posts.publish')}
      </Button>
    </div>
  );
}

function Drop({ of, onDone }: { readonly of: Draft; readonly onDone: () => void }) {
  const t = useWords(siteUiWords);
  const drop = useChange(dropPost, { onDone });
  return (
    <Button kind="quiet" busy={drop.busy} onClick={() => void drop.send({ params: { postId: of.id } })}>
      {t('posts.drop')}
    </Button>
  );
}
