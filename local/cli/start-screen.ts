// What `npm start` says when everything runs: one calm screen.
import type { LocalCloud } from '../cloud';
import type { Settings } from '../settings/settings';
import { dataFlag, shortPath } from './read-command';

/** Returns the screen's text. `seconds` is how long the start took. */
export function startScreen(cloud: LocalCloud, settings: Settings, seconds: number): string {
  const flag = dataFlag(settings.dataDirectory);
  const accounts = cloud.people.map(({ email, password }) => `    ${email.padEnd(22)}${password}`);
  const lan = cloud.lanAddresses.map((address) => `    from your network      ${address}:${cloud.mqttPort}`);
  return [
    '',
    `  Ready after ${seconds.toFixed(1)} s.  Open  ${cloud.appUrl}`,
    '',
    '  Sign in as',
    ...accounts,
    `    Codes by mail          ${cloud.appUrl}/mailbox`,
    `    Discord’s channel      ${cloud.appUrl}/discord`,
    '',
    '  Devices: MQTT over TLS, with a certificate',
    `    broker                 127.0.0.1:${cloud.mqttPort}`,
    ...lan,
    `    certificate authority  ${shortPath(cloud.caPath)}`,
    `    your own               npm run device:add -- my-sensor${flag}`,
    settings.fleet
      ? '    simulated fleet        publishing 24 hours of history, then live (--fleet off: without)'
      : '    simulated fleet        off',
    '',
    `  Data                     ${shortPath(settings.dataDirectory)}  (npm run reset${flag && ` --${flag}`} wipes it)`,
    '  Stop                     Ctrl-C',
    '',
  ].join('\n');
}
