// Which topics are requests to shadows, and where the answers go.
import { expect, test } from 'vitest';
import { isShadowFilter, parseShadowRequestTopic, shadowTopic } from './shadow-topic';

test.each([
  ['$aws/things/pump-1/shadow/get', { thingName: 'pump-1', shadowName: null, operation: 'get' }],
  ['$aws/things/a:b_c/shadow/update', { thingName: 'a:b_c', shadowName: null, operation: 'update' }],
  ['$aws/things/p/shadow/name/$config/delete', { thingName: 'p', shadowName: '$config', operation: 'delete' }],
  ['$aws/things/p/shadow/name/get/update', { thingName: 'p', shadowName: 'get', operation: 'update' }],
])('%s is a request', (topic, request) => {
  expect(parseShadowRequestTopic(topic)).toEqual(request);
});

test.each([
  '$aws/things/p/shadow/update/accepted',
  '$aws/things/p/shadow/update/delta',
  '$aws/things/p/shadow/name/c/get/rejected',
  '$aws/things/p/shadow/name/get',
  '$aws/things/p/shadow/list',
  '$aws/things/a b/shadow/get',
  `$aws/things/${'x'.repeat(129)}/shadow/get`,
  `$aws/things/p/shadow/name/${'x'.repeat(65)}/get`,
  '$aws/things/p/jobs/get',
  'things/p/shadow/get',
])('%s is none', (topic) => {
  expect(parseShadowRequestTopic(topic)).toBeNull();
});

test('answers go below the topic of the request', () => {
  expect(shadowTopic({ thingName: 'p', shadowName: null }, 'get', 'rejected')).toBe(
    '$aws/things/p/shadow/get/rejected',
  );
  expect(shadowTopic({ thingName: 'p', shadowName: 'c' }, 'update', 'delta')).toBe(
    '$aws/things/p/shadow/name/c/update/delta',
  );
  expect(isShadowFilter('$aws/things/+/shadow/#')).toBe(true);
  expect(isShadowFilter('$aws/things/+/jobs/#')).toBe(false);
});
