import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { CLAUSE_IDS } from '#domain/policy/ids.ts';
import { shippedContent, type PolicyContent } from '#domain/policy/version.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { PolicyTables } from '../store.ts';
import { publishShipped } from './publish-shipped.ts';
import { publishVersion, type Publication } from './publish-version.ts';
import { listPosts, listVersions, type PolicyDb } from './queries.ts';

let t: TestApp;
beforeAll(async () => void (t = await openTestApp()));
afterAll(() => t.close());

const db = (): PolicyDb => t.app.context.db.global<PolicyTables>();
const someone = { actor: 'login:one', name: 'One' };
const post = (slug: string): Publication['post'] => ({
  slug,
  title: { en: 'News', de: 'Neues' },
  summary: { en: 'What is new.', de: 'Was neu ist.' },
});
async function publish(content: PolicyContent, slug: string, basedOn: number) {
  return t.app.context.db.inGlobal<PolicyTables, Awaited<ReturnType<typeof publishVersion>>>((transaction) =>
    publishVersion(transaction, {
      content,
      basedOn,
      post: post(slug),
      author: someone,
      approver: { actor: 'login:two', name: 'Two' },
      now: t.clock.now(),
    }),
  );
}
async function get(url: string): Promise<string> {
  const answer = await t.app.server.inject({ url, headers: { 'accept-language': 'en' } });
  expect(answer.statusCode, url).toBe(200);
  return answer.body;
}

describe('published versions', () => {
  test('begin with the shipped text at the first start, each with its post, and only once', async () => {
    await publishShipped(t.app.context.db, t.clock);
    for (const document of ['privacy', 'cancellation'] as const) {
      const [first, ...rest] = await listVersions(db(), document);
      expect(rest).toEqual([]);
      expect(first).toMatchObject({ number: 1, kind: 'material', inForceFrom: first?.publishedAt });
    }
    expect((await listPosts(db())).map(({ slug }) => slug)).toEqual([
      'cancellation-policy-1',
      'privacy-policy-1',
    ]);
  });

  test('cannot be changed or deleted by the application', async () => {
    const denied = /permission denied/;
    await expect(
      db()
        .updateTable('policy_version')
        .set({ hash: '0'.repeat(64) })
        .execute(),
    ).rejects.toThrow(denied);
    await expect(db().deleteFrom('policy_version').execute()).rejects.toThrow(denied);
    await expect(db().updateTable('blog_post').set({ words: '{}' }).execute()).rejects.toThrow(denied);
    await expect(db().deleteFrom('blog_post').execute()).rejects.toThrow(denied);
    await expect(db().updateTable('policy_self_check').set({ findings: '[]' }).execute()).rejects.toThrow(
      denied,
    );
  });

  test('are never without their post: when the post fails, nothing is published', async () => {
    const [first] = await listVersions(db(), 'cancellation');
    const parameters = { ...first!.content.parameters, 'cancel.noticeDays': 20 };
    // The address of the post is taken: its row cannot be written, and the version goes with it.
    await expect(publish({ ...first!.content, parameters }, 'privacy-policy-1', 1)).rejects.toThrow(
      /blog_post/,
    );
    expect(await listVersions(db(), 'cancellation')).toHaveLength(1);
    // Nor can a version be written beside a post that is not there.
    await expect(
      db()
        .insertInto('policy_version')
        .values({
          ...{
            document: 'cancellation',
            number: 2,
            content: '{}',
            hash: '0'.repeat(64),
            kind: 'editorial',
            shipped: 1,
          },
          ...{ blog_slug: 'no-such-post', author: 'x', author_name: 'x', approver: 'x', approver_name: 'x' },
          ...{ published_at: t.clock.now(), in_force_from: t.clock.now() },
        })
        .execute(),
    ).rejects.toThrow(/foreign key/);
    const silent = { ...post('a-post'), summary: { en: '', de: '' } };
    const said = await t.app.context.db.inGlobal<PolicyTables, unknown>((transaction) =>
      publishVersion(transaction, {
        content: { ...first!.content, parameters },
        basedOn: 1,
        post: silent,
        author: someone,
        approver: someone,
        now: t.clock.now(),
      }),
    );
    expect(said).toMatchObject({ refusal: { code: 'post_words_missing' } });
  });

  test('of substance count after the notice that was promised, also when the notice itself is shortened', async () => {
    const before = t.clock.now();
    const [first] = await listVersions(db(), 'cancellation');
    const parameters = {
      ...first!.content.parameters,
      'policy.noticeDaysMaterial': 5,
      'cancel.noticeDays': 20,
    };
    const second = must(await publish({ ...first!.content, parameters }, 'cancellation-policy-2', 1));
    // 2 March + 30 days = 1 April, which starts in Berlin at 22:00 UTC the evening before.
    expect(second).toMatchObject({ number: 2, kind: 'material', inForceFrom: '2026-03-31T22:00:00.000Z' });
    expect(await publish(second.content, 'again', 2)).toMatchObject({
      refusal: { code: 'policy_unchanged' },
    });
    expect(await publish(shippedContent('cancellation'), 'late', 1)).toMatchObject({
      refusal: { code: 'policy_moved_on', number: 2 },
    });
    expect(t.clock.now()).toBe(before);
  });

  test('of words alone wait for the change of substance before them', async () => {
    const [second] = await listVersions(db(), 'cancellation');
    const wording = {
      ...second!.content.wording,
      'C-8b': { en: 'Do keep that mail.', de: 'Heben Sie diese Mail auf.' },
    };
    const third = must(await publish({ ...second!.content, wording }, 'cancellation-policy-3', 2));
    expect(third).toMatchObject({ number: 3, kind: 'editorial', inForceFrom: second!.inForceFrom });
  });
});

describe('the public pages', () => {
  test('show the version in force, and every version at its own address', async () => {
    const now = await get('/policy/cancellation');
    expect(now).toContain('data-parameter="cancel.noticeDays">30<');
    expect(await get('/policy/cancellation/2')).toContain('data-parameter="cancel.noticeDays">20<');
    t.clock.set('2026-04-01T00:00:00.000Z');
    expect(await get('/policy/cancellation')).toContain('data-parameter="cancel.noticeDays">20<');
    expect(await get('/policy/cancellation/1')).toContain('data-parameter="cancel.noticeDays">30<');
    for (const path of [
      '/policy/cancellation/4',
      '/policy/cancellation/01',
      '/policy/secrets/1',
      '/blog/none',
    ])
      expect((await t.app.server.inject({ url: path })).statusCode, path).toBe(404);
  });

  test('show every clause with its number and whether it is proven, without a script, in both languages', async () => {
    for (const language of ['en', 'de']) {
      const pages = [
        await get(`/policy/privacy?lang=${language}`),
        await get(`/policy/cancellation?lang=${language}`),
      ];
      const marked = [...pages.join('').matchAll(/id="([PC]-[\w.]+)"\s+data-proof="(proven|not-proven)"/g)];
      expect(marked.map((match) => match[1])).toEqual(CLAUSE_IDS);
      expect(pages.join('')).not.toMatch(/<script|(src|href)="https?:/);
    }
    expect(await get('/policy')).toContain('/policy/privacy');
    expect((await get('/policy/cancellation')).match(/id="W-\d/g)!.length).toBeGreaterThan(45);
  });

  test('announce a version with its difference and the day from which it counts', async () => {
    const announced = await get('/blog/cancellation-policy-2');
    expect(announced).toContain('2026-04-01');
    expect(announced).toMatch(/<del>30<\/del>[^]*<ins>20<\/ins>/);
    expect(await get('/policy/cancellation/3/diff')).toMatch(/<ins>Do<\/ins>|<ins>Do keep/);
    expect(await get('/blog')).toContain('/blog/cancellation-policy-3');
    const feed = await get('/blog/feed.atom');
    expect(feed).toMatch(/^<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/);
    expect(feed.match(/<entry/g)).toHaveLength(4);
  });
});
