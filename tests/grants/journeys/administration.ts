// What admins do: people, devices, dead letters.
import { confirmSignUp, signUp } from 'aws-amplify/auth';
import { iotClient } from '../../device';
import { provisionDevices } from '../../fast-device';
import { queueNamed } from '../../lifecycle';
import { configureClient } from '../../people';
import { putRow, rowsOf } from '../../store';
import { eventually } from '../../test-cloud';
import type { Journey, Visit } from '../journey';

const LIST_PEOPLE = '{ listPeople { people { username email role enabled } } }';
const SET_ROLE =
  'mutation ($username: String!, $role: String) { setPersonRole(username: $username, role: $role) { role } }';
const SET_ENABLED =
  'mutation ($username: String!, $enabled: Boolean!) { setPersonEnabled(username: $username, enabled: $enabled) { enabled role } }';
const REMOVE = 'mutation ($names: [String!]!) { removeDevices(thingNames: $names) { removed } }';
const RESEND = 'mutation ($id: ID!) { resendDeadLetter(deadLetterId: $id) { outcome } }';
const DROP = 'mutation ($id: ID!) { dropDeadLetter(deadLetterId: $id) { outcome } }';
/** Who becomes an admin by signing up. */
export const ADMITTED = 'founder@example.org';

interface Listed {
  people: { username: string; email: string; role: string | null; enabled: boolean }[];
}

const expectSame = (what: string, found: unknown, expected: unknown) => {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${what}: ${JSON.stringify(found)}`);
};

const INGESTED = ['Telemetry', 'Presence', 'Discord'] as const;

/** The journeys of what stands behind the pages of people, devices and health. */
export const ADMINISTRATION: readonly Journey[] = [
  {
    name: 'an admin gives and takes a role and access',
    holders: ['people'],
    async run({ call }) {
      const { people } = (await call(LIST_PEOPLE)) as Listed;
      const viewer = people.find(({ role }) => role === 'viewer');
      if (!viewer) throw new Error('Nobody is a viewer.');
      const { username } = viewer;
      const set = async (document: string, variables: object) => call(document, { username, ...variables });
      expectSame('the role', await set(SET_ROLE, { role: 'operator' }), { role: 'operator' });
      expectSame('access', await set(SET_ENABLED, { enabled: false }), { enabled: false, role: 'operator' });
      expectSame('access', await set(SET_ENABLED, { enabled: true }), { enabled: true, role: 'operator' });
    },
  },
  {
    name: 'a founder signs up',
    holders: ['admit-admins'],
    async run({ cloud, call }) {
      configureClient(cloud);
      const password = 'A-long-Password-1';
      await signUp({ username: ADMITTED, password, options: { userAttributes: { email: ADMITTED } } });
      const code = cloud.mailbox.list().find(({ to }) => to === ADMITTED)?.code ?? '';
      await confirmSignUp({ username: ADMITTED, confirmationCode: code });
      const { people } = (await call(LIST_PEOPLE)) as Listed;
      expectSame('the role', people.find(({ email }) => email === ADMITTED)?.role, 'admin');
    },
  },
  {
    name: 'an admin removes a device and a gateway’s child',
    holders: ['device-registry'],
    async run({ cloud, call }) {
      const iot = iotClient(cloud);
      await provisionDevices(cloud, iot, ['retired']);
      iot.destroy();
      const names = ['retired', 'plant-9/inverter-1'];
      for (const thingName of names) await putRow(cloud, 'Device', { thingName });
      await putRow(cloud, 'DeviceLatest', { thingName: 'plant-9', children: new Set(['plant-9/inverter-1']) });
      expectSame('removed', await call(REMOVE, { names }), { removed: names });
      expectSame('rows', (await rowsOf(cloud, 'Device')).length, 0);
      const [gateway] = (await rowsOf(cloud, 'DeviceLatest')).filter(({ thingName }) => thingName === 'plant-9');
      expectSame('children', gateway?.children ?? null, null);
    },
  },
  ...INGESTED.map((name) => ({
    name: `a dead letter of the ${name.toLowerCase()} queue is kept`,
    holders: ['dead-letters'],
    async run({ cloud }: Visit) {
      await queueNamed(cloud, `${name}DeadLetters`).send({ body: '{"payload":""}' });
      await eventually('it is kept', async () => (await rowsOf(cloud, 'DeadLetter')).length === 1);
    },
  })),
  ...INGESTED.map((name) => ({
    name: `a dead letter of the ${name.toLowerCase()} queue is sent again, another is dropped`,
    holders: ['dead-letter-actions'],
    async run({ cloud, call }: Visit) {
      const { url } = queueNamed(cloud, `${name}Queue`).settings;
      const letter = { queue: name.toLowerCase(), state: 'waiting', body: '{}', queueUrl: url };
      for (const deadLetterId of ['one', 'two']) await putRow(cloud, 'DeadLetter', { deadLetterId, ...letter });
      expectSame('resent', await call(RESEND, { id: 'one' }), { outcome: 'resent' });
      expectSame('dropped', await call(DROP, { id: 'two' }), { outcome: 'dropped' });
      expectSame('letters', (await rowsOf(cloud, 'DeadLetter')).length, 0);
    },
  })),
];
