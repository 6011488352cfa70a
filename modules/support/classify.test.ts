import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newText } from '#domain/policy/cancellation/intake/own-text.ts';
import { classify, MAIL_CLASSES, type MailToClassify } from './classify.ts';

const mail = (text: string, more: Partial<MailToClassify> = {}): MailToClassify => ({
  nature: 'personal',
  subject: '',
  text,
  unread: false,
  answersOurs: false,
  ...more,
});
const classOf = (text: string, more: Partial<MailToClassify> = {}) => classify(mail(text, more)).class;

const WISHES = [
  'Please cancel our Odoo hosting at the end of June.',
  'We hereby terminate our hosting contract.',
  'I would like to cancel my subscription.',
  'Could you please cancel our hosting?',
  'This is our notice of cancellation for the server.',
  'Hiermit kündigen wir unseren Hosting-Vertrag zum nächstmöglichen Termin.',
  'Ich kündige mein Abo.',
  'Bitte kündigen Sie unseren Vertrag zum 30.06.2026.',
  'Können Sie bitte unser Hosting kündigen?',
  'Wir möchten den Vertrag kündigen.',
];
const UNCLEAR = [
  'How do I cancel my subscription?',
  'We do not want to cancel our hosting.',
  'If the price rises we cancel the contract.',
  'We are thinking about whether to cancel our hosting.',
  'Please cancel order K-1042.',
  'The meeting was cancelled.',
  'Wie kann ich meinen Vertrag kündigen?',
  'Wir wollen nicht kündigen.',
  'Bitte stornieren Sie die Bestellung K-1042.',
  'Falls der Preis steigt, kündigen wir den Vertrag.',
];

describe('a wish to cancel', () => {
  test.each(WISHES)('%s', (text) => expect(classOf(text)).toBe('cancellation'));
  test.each(UNCLEAR)('unclear, for a person: %s', (text) => expect(classOf(text)).toBe('person'));
  test('the subject alone is enough, and a form of address does not hide it', () => {
    expect(classOf('Guten Tag,\n\nmit freundlichen Grüßen\nB. Boss', { subject: 'Kündigung' })).toBe(
      'cancellation',
    );
    expect(classOf('cancel everything please')).toBe('cancellation');
    expect(classOf('Dear all,\nplease cancel.\nBest, B.', { subject: 'Our hosting' })).toBe('cancellation');
  });
  test('in a thread it is a request all the same, and a question is none', () => {
    expect(classOf('Thanks. We hereby cancel our hosting.', { answersOurs: true })).toBe('cancellation');
    expect(classOf('When will you cancel the access?', { answersOurs: true })).toBe('reply');
  });
});

describe('the other classes', () => {
  test.each([
    'Please send me a copy of my personal data.',
    'Delete all my data.',
    'Which data do you hold about me?',
    'Ich bitte um Auskunft über meine Daten nach Art. 15 DSGVO.',
    'Bitte löschen Sie alle meine personenbezogenen Daten.',
    'Hiermit widerrufe ich meine Einwilligung.',
  ])('privacy: %s', (text) => expect(classOf(text)).toBe('privacy'));
  test.each(['How do I add a user?', 'Die Anmeldung funktioniert nicht, bitte um Hilfe.'])(
    'question: %s',
    (text) => expect(classOf(text)).toBe('question'),
  );
  test('a language nobody here has rules for goes to a person', () => {
    expect(classOf('Por favor, cancelen nuestro alojamiento.')).toBe('person');
    expect(classOf('購読を解約してください。')).toBe('person');
  });
  test('both at once is a cancellation that also says privacy', () => {
    const found = classify(mail('Please cancel our hosting. Then delete all our data.'));
    expect([found.class, found.because]).toEqual(['cancellation', ['cancel_wish', 'privacy_wish']]);
  });
  test('forwarded without a word of one’s own, or not readable: a person', () => {
    expect(classOf('> please cancel our hosting')).toBe('person');
    expect(classOf('', { unread: true, subject: 'Kündigung' })).toBe('person');
  });
});

describe('properties', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...WISHES, ...UNCLEAR));
  const neutral = fc.constantFrom(
    'Good morning.',
    'Guten Tag.',
    'The weather is fine.',
    'Viele Grüße',
    'It rains.',
  );

  test('every mail gets exactly one class, whatever is in it', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.boolean(), (subject, text, answersOurs) => {
        expect(MAIL_CLASSES).toContain(classOf(text, { subject, answersOurs }));
      }),
    );
  });

  test('what a machine wrote opens nothing', () => {
    fc.assert(
      fc.property(
        anyText,
        anyText,
        fc.constantFrom('bounce', 'auto_reply', 'list', 'loop'),
        (subject, text, nature) => {
          expect(['bounce', 'auto']).toContain(classOf(text, { subject, nature: nature as 'list' }));
        },
      ),
    );
  });

  test('what is quoted changes nothing, unless nothing else is there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WISHES, ...UNCLEAR, 'How do I add a user?'), anyText, (text, quoted) => {
        const below = quoted.replace(/[\r\n\u2028\u2029]+/g, ' ');
        expect(classOf(`${text}\n\nOn Monday Tenon wrote:\n> ${below}`)).toBe(classOf(text));
      }),
    );
  });

  test('case, spacing and the spelling of umlauts do not matter', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WISHES, ...UNCLEAR), (text) => {
        const expected = classOf(text);
        expect(classOf(text.toUpperCase())).toBe(expected);
        expect(classOf(text.normalize('NFD'))).toBe(expected);
        expect(classOf(text.replaceAll(' ', '  \u00a0'))).toBe(expected);
        expect(classOf(text.replaceAll('ü', 'ue').replaceAll('ö', 'oe'))).toBe(expected);
      }),
    );
  });

  test('a clear wish stays one among other sentences', () => {
    fc.assert(
      fc.property(
        fc.array(neutral, { maxLength: 4 }),
        fc.constantFrom(...WISHES),
        fc.array(neutral, { maxLength: 4 }),
        (before, wish, after) => {
          expect(classOf([...before, wish, ...after].join('\n'))).toBe('cancellation');
        },
      ),
    );
  });

  test('what is left of a text without its quotes is a part of it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const lines = new Set(text.split(/\r?\n/));
        expect(
          newText(text)
            .split('\n')
            .every((line) => line === '' || lines.has(line)),
        ).toBe(true);
      }),
    );
  });
});
