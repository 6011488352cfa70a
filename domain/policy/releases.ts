import type { DocumentId, Said } from './parameters.ts';

/** What a release of the shipped text is announced with on the blog. */
interface Announcement {
  readonly slug: string;
  readonly title: Said;
  readonly summary: Said;
}

/** One release of a document as shipped with the product. */
export interface Release {
  readonly document: DocumentId;
  /** 1, 2, 3 … per document */
  readonly release: number;
  /** hash of the shipped content with shipped values; a text that changes needs a new release */
  readonly hash: string;
  readonly post: Announcement;
}

/**
 * Releases of the shipped texts, oldest first. Append only: the build compares the text with the hash of its last release,
 * so that no word and no value changes without a number and a post of its own.
 */
export const RELEASES: readonly Release[] = [
  {
    document: 'privacy',
    release: 1,
    hash: 'dacc53fbe51da54897667303a47e6a55568b8741a44bc5bd8925275d6d009f83',
    post: {
      slug: 'privacy-policy-1',
      title: { en: 'Our privacy policy', de: 'Unsere Datenschutzerklärung' },
      summary: {
        en: 'This is the first version of our privacy policy. Beside every sentence stands what keeps it in the software and whether that is proven on this installation.',
        de: 'Dies ist die erste Fassung unserer Datenschutzerklärung. Neben jedem Satz steht, was ihn in der Software einhält und ob das auf dieser Installation nachgewiesen ist.',
      },
    },
  },
  {
    document: 'cancellation',
    release: 1,
    hash: '5bf729b3ec3487e9f0c5c38f959fe5796f449a57f58aaf813aa94691136515c1',
    post: {
      slug: 'cancellation-policy-1',
      title: { en: 'Our cancellation policy', de: 'Unsere Kündigungsbedingungen' },
      summary: {
        en: 'This is the first version of our cancellation policy, with worked examples down to the cent.',
        de: 'Dies ist die erste Fassung unserer Kündigungsbedingungen, mit durchgerechneten Beispielen bis auf den Cent.',
      },
    },
  },
];

/** The newest release of a document. */
export function latestRelease(document: DocumentId): Release {
  const found = RELEASES.filter((release) => release.document === document).at(-1);
  if (!found) throw new RangeError(`${document} was never released`);
  return found;
}

/** Two releases of the same document, or with the same hash or post, are no releases of their own. */
export function releaseFaults(
  releases: readonly Release[],
  hashNow: (document: DocumentId) => string,
): string[] {
  const faults: string[] = [];
  for (const document of ['privacy', 'cancellation'] as const) {
    const own = releases.filter((release) => release.document === document);
    own.forEach(({ release }, index) => {
      if (release !== index + 1)
        faults.push(`${document}: release ${release} stands in the place of ${index + 1}`);
    });
    if (own.at(-1)?.hash !== hashNow(document))
      faults.push(
        `${document}: the shipped text is not that of its last release; add a release with a post of its own (hash ${hashNow(document)})`,
      );
    for (const { post } of own)
      if (!post.title.en || !post.title.de || !post.summary.en || !post.summary.de)
        faults.push(`${document}: post ${post.slug} has a language without words`);
  }
  const slugs = releases.map(({ post }) => post.slug);
  for (const slug of slugs.filter((one, index) => slugs.indexOf(one) !== index))
    faults.push(`two releases are announced by the post ${slug}`);
  return faults;
}
