import { describe, expect, it } from 'vitest';
import { describeReason } from './describe-reason';

describe('describeReason', () => {
  it.each([
    ['MQTT_KEEP_ALIVE_TIMEOUT', 'it fell silent'],
    ['CLIENT_INITIATED_DISCONNECT', 'it said goodbye'],
    ['API_INITIATED_DISCONNECT', 'an admin disconnected it'],
    ['SOMETHING_NEW', 'something new'],
    ['', 'no reason was given'],
    ['UNKNOWN', 'no reason was given'],
    ['constructor', 'constructor'],
    ['__proto__', '  proto  '],
  ])('writes %s as %s', (code, words) => {
    expect(describeReason(code)).toBe(words);
  });
});
