import { expect, it } from 'vitest';
import { redirectUrl } from './redirect-url';

const settings = { awsEndpoint: 'http://127.0.0.1:4701', region: 'eu-central-1' };

it.each([
  ['https://cognito-idp.eu-central-1.amazonaws.com/', 'http://127.0.0.1:4701/'],
  ['https://cognito-identity.eu-central-1.amazonaws.com/?a=1', 'http://127.0.0.1:4701/?a=1'],
  ['wss://127.0.0.1:4701/graphql/realtime?header=x', 'ws://127.0.0.1:4701/graphql/realtime?header=x'],
  ['http://127.0.0.1:4701/graphql', 'http://127.0.0.1:4701/graphql'],
])('from a page on this computer, %s goes to %s', (address, expected) => {
  expect(redirectUrl(address, settings, '127.0.0.1')).toBe(expected);
  expect(redirectUrl(address, settings, 'localhost')).toBe(expected);
});

it.each([
  ['https://cognito-idp.eu-central-1.amazonaws.com/', 'http://192.168.1.7:4701/'],
  ['http://127.0.0.1:4701/graphql', 'http://192.168.1.7:4701/graphql'],
  ['wss://127.0.0.1:4701/graphql/realtime', 'ws://192.168.1.7:4701/graphql/realtime'],
  ['wss://192.168.1.7:4702/mqtt', 'ws://192.168.1.7:4702/mqtt'],
])('from a page on another device, %s goes to %s', (address, expected) => {
  expect(redirectUrl(address, settings, '192.168.1.7')).toBe(expected);
});

it.each([
  '/amplify_outputs.json',
  'https://cognito-idp.us-east-1.amazonaws.com/',
  'https://cognito-idp.eu-central-1.amazonaws.com.example.com/',
  'http://cognito-idp.eu-central-1.amazonaws.com/',
  'wss://example.com/socket',
  'data:text/plain,x',
])('leaves %s alone', (address) => {
  expect(redirectUrl(address, settings, '127.0.0.1')).toBe(address);
});
