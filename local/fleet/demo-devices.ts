// Who is in the demonstration fleet: how each device behaves, and how people would have described it.
import type { Device } from '../../domain/devices/device';
import type { Climate } from './series/climate';
import type { Inverter } from './series/solar';

export type Behaviour =
  | { kind: 'climate'; climate: Climate; intervalMs: number; sendsBroken: boolean }
  | { kind: 'solar'; inverters: { deviceId: string; inverter: Inverter }[]; intervalMs: number }
  /** Wakes every `intervalMs`, reports and stays connected for `awakeMs`. */
  | { kind: 'door'; intervalMs: number; awakeMs: number };

/** A simulated device: one thing with one certificate and one connection. */
export interface DemoDevice {
  thingName: string;
  behaviour: Behaviour;
  /** Its rows in the list of devices; a gateway has one for each child, too. */
  rows: Device[];
}

type Description = Pick<Device, 'thingName' | 'name' | 'type' | 'site' | 'tags'> & Partial<Device>;

function row(description: Description): Device {
  return {
    model: null,
    manufacturer: null,
    firmwareVersion: null,
    serialNumber: null,
    location: null,
    capabilities: { metrics: {} },
    lifecycle: 'active',
    expectedIntervalMs: null,
    simulated: true,
    ...description,
  };
}

const BATTERY = { batteryPercent: { label: 'Battery', unit: '%', minimum: 0, maximum: 100 } };
const RSSI = { rssiDbm: { label: 'Signal', unit: 'dBm', minimum: -100, maximum: -30 } };
const CLIMATE_METRICS = {
  temperature: { label: 'Temperature', unit: '°C', minimum: -20, maximum: 60 },
  humidity: { label: 'Humidity', unit: '%', minimum: 0, maximum: 100 },
  ...BATTERY,
  ...RSSI,
};
const DOOR_METRICS = { open: { label: 'Open' }, ...BATTERY, ...RSSI };
const INVERTER_METRICS = {
  dcVoltageV: { label: 'DC voltage', unit: 'V', minimum: 0, maximum: 800 },
  dcPowerW: { label: 'DC power', unit: 'W', minimum: 0, maximum: 12_000 },
  acPowerW: { label: 'AC power', unit: 'W', minimum: 0, maximum: 12_000 },
  energyTodayKwh: { label: 'Energy today', unit: 'kWh', minimum: 0 },
  inverterTemperatureC: { label: 'Inverter temperature', unit: '°C', minimum: -20, maximum: 90 },
};

function climateSensor(
  thingName: string,
  about: { name: string; site: string; tags: string[]; location: Device['location']; serialNumber: string },
  climate: Climate,
  intervalMs: number,
  sendsBroken = false,
): DemoDevice {
  const described = row({
    ...about,
    thingName,
    type: 'climate-sensor',
    model: 'ESP32-C3 + SHT41',
    manufacturer: 'Espressif',
    firmwareVersion: '1.4.2',
    capabilities: { metrics: CLIMATE_METRICS },
    expectedIntervalMs: intervalMs,
  });
  return { thingName, behaviour: { kind: 'climate', climate, intervalMs, sendsBroken }, rows: [described] };
}

const HARBOUR = { latitude: 53.5413, longitude: 9.9662, label: 'Harbour warehouse' };
const OFFICE = { latitude: 53.5511, longitude: 9.9937, label: 'Office' };
const FARM = { latitude: 53.4604, longitude: 10.2115, label: 'Farm' };

function solarPlant(thingName: string): DemoDevice {
  const inverters = [10_000, 10_000, 6_000].map((peakPowerW, index) => ({
    deviceId: `inverter-${index + 1}`,
    inverter: { latitude: FARM.latitude, longitude: FARM.longitude, peakPowerW },
  }));
  const intervalMs = 5_000;
  const shared = { site: 'Farm', location: FARM, expectedIntervalMs: intervalMs };
  const gateway = row({
    ...shared,
    thingName,
    name: 'Solar plant',
    type: 'gateway',
    tags: ['solar'],
    model: 'Raspberry Pi CM4',
    manufacturer: 'Raspberry Pi',
    firmwareVersion: '3.1.0',
  });
  const children = inverters.map(({ deviceId, inverter }, index) =>
    row({
      ...shared,
      thingName: `${thingName}/${deviceId}`,
      name: `Inverter ${index + 1}`,
      type: 'inverter',
      tags: ['solar', `${inverter.peakPowerW / 1000} kWp`],
      model: `PV-${inverter.peakPowerW / 1000}K`,
      serialNumber: `INV-00${index + 1}`,
      capabilities: { metrics: INVERTER_METRICS },
    }),
  );
  return { thingName, behaviour: { kind: 'solar', inverters, intervalMs }, rows: [gateway, ...children] };
}

/** The demonstration fleet. */
export const DEMO_DEVICES: readonly DemoDevice[] = [
  climateSensor(
    'esp32-cold-store',
    { name: 'Cold store', site: 'Harbour', tags: ['food', 'critical'], location: HARBOUR, serialNumber: 'CS-1001' },
    { temperature: 4.2, daySwing: 0.4, humidity: 78, rssiDbm: -67, battery: 'full' },
    2_000,
  ),
  climateSensor(
    'esp32-loading-dock',
    { name: 'Loading dock', site: 'Harbour', tags: ['outdoor'], location: HARBOUR, serialNumber: 'CS-1002' },
    { temperature: 13, daySwing: 5, humidity: 64, rssiDbm: -76, battery: 'low' },
    3_000,
  ),
  climateSensor(
    'esp32-server-room',
    { name: 'Server room', site: 'Office', tags: ['critical'], location: OFFICE, serialNumber: 'CS-1003' },
    { temperature: 22.5, daySwing: 0.8, humidity: 41, rssiDbm: -52, battery: 'full' },
    2_000,
  ),
  climateSensor(
    'esp32-greenhouse',
    { name: 'Greenhouse', site: 'Farm', tags: ['plants'], location: FARM, serialNumber: 'CS-1004' },
    { temperature: 24, daySwing: 6, humidity: 71, rssiDbm: -80, battery: 'full' },
    4_000,
  ),
  climateSensor(
    'esp32-workshop',
    { name: 'Workshop', site: 'Farm', tags: ['loose cable'], location: FARM, serialNumber: 'CS-1005' },
    { temperature: 18, daySwing: 2, humidity: 52, rssiDbm: -84, battery: 'full' },
    5_000,
    true,
  ),
  solarPlant('solar-plant-1'),
  {
    thingName: 'door-main-entrance',
    behaviour: { kind: 'door', intervalMs: 45_000, awakeMs: 12_000 },
    rows: [
      row({
        thingName: 'door-main-entrance',
        name: 'Main entrance',
        type: 'door-sensor',
        site: 'Office',
        tags: ['security'],
        location: OFFICE,
        model: 'ESP32-C6 reed',
        manufacturer: 'Espressif',
        firmwareVersion: '0.9.7',
        serialNumber: 'DS-2001',
        capabilities: { metrics: DOOR_METRICS },
        expectedIntervalMs: 45_000,
      }),
    ],
  },
];
