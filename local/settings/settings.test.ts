import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from './settings';

describe('readSettings', () => {
  it('has defaults that need no setting', () => {
    const settings = readSettings([], {});
    expect(settings).toMatchObject({
      appPort: 4700,
      awsPort: 4701,
      mqttPort: 8883,
      fleet: true,
      lan: false,
      chaos: false,
      seed: 1,
    });
    expect(settings.dataDirectory).toMatch(/\.data$/);
  });

  it('lets a flag win over the environment', () => {
    const settings = readSettings(['--app-port', '5000', '--fleet=off', '--lan', '--chaos'], {
      FLEETLIGHT_APP_PORT: '6000',
      FLEETLIGHT_MQTT_PORT: '1884',
    });
    expect(settings).toMatchObject({ appPort: 5000, mqttPort: 1884, fleet: false, lan: true, chaos: true });
  });

  it.each([
    [['--app-port', 'x'], /--app-port .*FLEETLIGHT_APP_PORT/],
    [['--app-port', '70000'], /65535/],
    [['--fleet', 'maybe'], /"on" or "off"/],
    [['--data'], /needs a value/],
    [['--colour', 'red'], /--colour is not a setting/],
  ])('refuses %j in words', (argv, message) => {
    expect(() => readSettings(argv, {})).toThrow(SettingsError);
    expect(() => readSettings(argv, {})).toThrow(message);
  });
});
