import { describe, expect, it } from 'vitest';
import { parseOutputs } from './amplify-config';

const GOOD = {
  version: '1.4',
  auth: { user_pool_id: 'eu-central-1_A', user_pool_client_id: 'b', aws_region: 'eu-central-1' },
  data: { url: 'https://example.test/graphql', aws_region: 'eu-central-1' },
};

describe('parseOutputs', () => {
  it('takes what a deployment writes', () => {
    expect(parseOutputs(JSON.stringify(GOOD))).toEqual(GOOD);
  });

  it.each([
    ['not JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no data', JSON.stringify({ ...GOOD, data: undefined })],
    ['an empty endpoint', JSON.stringify({ ...GOOD, data: { ...GOOD.data, url: '' } })],
    ['no pool', JSON.stringify({ ...GOOD, auth: {} })],
    ['no version', JSON.stringify({ ...GOOD, version: undefined })],
  ])('refuses %s', (_name, text) => {
    expect(parseOutputs(text)).toBeNull();
  });
});
