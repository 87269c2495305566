// Which topics may be used at all.
import { expect, test } from 'vitest';
import {
  filterReservedProblem,
  filterSizeProblem,
  isBasicIngest,
  publishTopicProblem,
  retainTopicProblem,
} from './check-topic';
import { AWS_LIMITS } from './protocol-limits';

test.each([
  'pump/telemetry',
  'a/b/c/d/e/f/g/h',
  '/',
  '$aws/rules/archive/a/b/c/d/e/f/g/h',
  '$aws/things/pump/shadow/update',
  '$aws/things/pump/shadow/name/config/get',
  'x'.repeat(256),
])('%j may be published to', (topic) => {
  expect(publishTopicProblem(topic, AWS_LIMITS)).toBeNull();
});

test.each([
  ['', 'not a topic name'],
  ['a/+', 'not a topic name'],
  ['a/#', 'not a topic name'],
  ['a\0b', 'not a topic name'],
  ['a/b/c/d/e/f/g/h/i', 'forward slashes'],
  ['ü'.repeat(129), '256 bytes'],
  ['$SYS/x', 'reserved'],
  ['$aws/events/presence/connected/x', 'reserved'],
  ['$aws/rules/', 'reserved'],
  ['$aws/rules/archive', 'reserved'],
  ['$aws/rules/archive/a/b/c/d/e/f/g/h/i', 'forward slashes'],
  ['$aws/things/pump/shadow/update/accepted', 'reserved'],
  ['$aws/things/pump/shadow/name/config/update/delta', 'reserved'],
  ['$aws/things/pump/jobs/get', 'reserved'],
])('%j may not be published to: %s', (topic, problem) => {
  expect(publishTopicProblem(topic, AWS_LIMITS)).toContain(problem);
});

test('filters: presence and shadows may be heard, jobs, shared subscriptions and $SYS are named and refused', () => {
  expect(filterReservedProblem('#')).toBeNull();
  expect(filterReservedProblem('$aws/events/presence/connected/+')).toBeNull();
  expect(filterReservedProblem('$aws/things/+/shadow/#')).toBeNull();
  expect(filterReservedProblem('$aws/things/+/jobs/#')).toContain('reserved');
  expect(filterReservedProblem('$share/group/topic')).toContain('shared subscriptions');
  expect(filterReservedProblem('$SYS/#')).toContain('reserved');
  expect(filterSizeProblem('+/+/+/+/+/+/+/+/+', AWS_LIMITS)).toContain('forward slashes');
});

test('nothing is retained on a reserved topic', () => {
  expect(retainTopicProblem('pump/telemetry')).toBeNull();
  expect(retainTopicProblem('$aws/things/pump/shadow/update')).toContain('RETAIN');
});

test('Basic Ingest names a rule and a topic', () => {
  expect(isBasicIngest('$aws/rules/archive/pump/telemetry')).toBe(true);
  expect(isBasicIngest('$aws/rules/archive/')).toBe(false);
  expect(isBasicIngest('x/$aws/rules/archive/pump')).toBe(false);
});
