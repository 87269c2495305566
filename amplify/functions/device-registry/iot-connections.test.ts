import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { describe, expect, it } from 'vitest';
import { iotConnections } from './iot-connections';

const fault = (name: string) => Object.assign(new Error(name), { name });
const ADDRESS = 'a1b2c3-ats.iot.eu-central-1.amazonaws.com';

/** Connections over clients that give these answers one after another; an Error is thrown. */
function setUp(answers: { control?: unknown[]; data?: unknown[] } = {}) {
  const sent: object[] = [];
  const opened: string[] = [];
  const answering = <Client extends IoTClient | IoTDataPlaneClient>(
    client: Client,
    given: unknown[],
    usual: object,
  ) => {
    client.send = (async (command: { input: object }) => {
      sent.push(command.input);
      const answer = given.shift() ?? usual;
      if (answer instanceof Error) throw answer;
      return answer;
    }) as typeof client.send;
    return client;
  };
  const region = 'eu-central-1';
  const control = answering(new IoTClient({ region }), answers.control ?? [], { endpointAddress: ADDRESS });
  const connections = iotConnections(control, (address) => {
    opened.push(address);
    return answering(new IoTDataPlaneClient({ region }), answers.data ?? [], {});
  });
  return { connections, sent, opened };
}

describe('iotConnections', () => {
  it('ends connections for good, at an address that it asks for once', async () => {
    const { connections, sent, opened } = setUp();
    await Promise.all([connections.end('esp-1'), connections.end('esp-2')]);
    expect(sent).toEqual([
      { endpointType: 'iot:Data-ATS' },
      { clientId: 'esp-1', cleanSession: true, preventWillMessage: true },
      { clientId: 'esp-2', cleanSession: true, preventWillMessage: true },
    ]);
    expect(opened).toEqual([ADDRESS]);
  });

  it('is content when nobody is connected, and with nothing else', async () => {
    const { connections } = setUp({ data: [fault('ResourceNotFoundException'), fault('ForbiddenException')] });
    await connections.end('esp-1');
    await expect(connections.end('esp-1')).rejects.toThrow('ForbiddenException');
  });

  it('asks for the address again after it was not told', async () => {
    const { connections, opened } = setUp({ control: [fault('ThrottlingException'), {}] });
    await expect(connections.end('esp-1')).rejects.toThrow('ThrottlingException');
    await expect(connections.end('esp-1')).rejects.toThrow('named no address');
    await connections.end('esp-1');
    expect(opened).toEqual([ADDRESS]);
  });
});
