import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('figures appear on the page with their labels', async () => {
  const metrics = createMetrics({ defaults: false });
  metrics.counter('tenon_mail_sent_total', 'Mails handed over.', ['outcome']).inc({ outcome: 'sent' }, 2);
  metrics
    .histogram('tenon_http_seconds', 'Time to answer.', ['route'], [0.1, 1])
    .observe({ route: '/x' }, 0.5);
  const { body, contentType } = await metrics.page();
  expect(contentType).toContain('text/plain');
  expect(body).toContain('tenon_mail_sent_total{outcome="sent"} 2');
  expect(body).toContain('tenon_http_seconds_bucket{le="0.1",route="/x"} 0');
  expect(body).toContain('tenon_http_seconds_bucket{le="1",route="/x"} 1');
});

test('asking twice gives one figure, asking for another kind is refused', () => {
  const metrics = createMetrics({ defaults: false });
  expect(metrics.counter('tenon_x_total', 'x')).toBe(metrics.counter('tenon_x_total', 'x'));
  expect(() => metrics.gauge('tenon_x_total', 'x')).toThrow(RangeError);
  expect(() => metrics.counter('Bad-Name', 'x')).toThrow(RangeError);
});

test('two registries share nothing, and the process figures are there unless switched off', async () => {
  const one = createMetrics();
  const two = createMetrics({ defaults: false });
  one.counter('tenon_y_total', 'y').inc();
  expect((await two.page()).body).not.toContain('tenon_y_total');
  expect((await one.page()).body).toContain('process_resident_memory_bytes');
});
