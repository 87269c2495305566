import { IoTClient } from '@aws-sdk/client-iot';
import { describe, expect, it } from 'vitest';
import { iotRegistry } from './iot-registry';

const fault = (name: string) => Object.assign(new Error(name), { name });

/** A registry over a client that gives these answers one after another; an Error is thrown. */
function setUp(answers: unknown[]) {
  const client = new IoTClient({ region: 'eu-central-1' });
  const sent: unknown[] = [];
  const pauses: number[] = [];
  client.send = (async (command: { input: unknown }) => {
    sent.push(command.input);
    const answer = answers.shift() ?? {};
    if (answer instanceof Error) throw answer;
    return answer;
  }) as typeof client.send;
  return { registry: iotRegistry(client, async (ms) => void pauses.push(ms)), sent, pauses };
}

describe('iotRegistry', () => {
  it('reads every page', async () => {
    const { registry, sent } = setUp([{ principals: ['a'], nextToken: 'n' }, { principals: ['b'] }]);
    expect(await registry.principalsOf('esp-1')).toEqual(['a', 'b']);
    expect(sent[1]).toMatchObject({ thingName: 'esp-1', nextToken: 'n' });
  });

  it('finds nothing where there is nothing, and is content with what is gone', async () => {
    expect(await setUp([fault('ResourceNotFoundException')]).registry.principalsOf('esp-1')).toEqual([]);
    await setUp([fault('ResourceNotFoundException')]).registry.deactivate('c');
    await setUp([fault('ResourceNotFoundException')]).registry.deleteThing('esp-1');
  });

  it('waits until a detachment has spread before it deletes', async () => {
    const { registry, sent, pauses } = setUp([fault('DeleteConflictException'), fault('InvalidRequestException'), {}]);
    await registry.deleteCertificate('c');
    expect([sent.length, pauses]).toEqual([3, [200, 500]]);
  });

  it('gives up on a conflict that stays, and on any other fault at once', async () => {
    const conflicts = Array.from({ length: 6 }, () => fault('DeleteConflictException'));
    await expect(setUp(conflicts).registry.deleteCertificate('c')).rejects.toThrow('DeleteConflictException');
    const { registry, sent } = setUp([fault('ThrottlingException')]);
    await expect(registry.deleteThing('esp-1')).rejects.toThrow('ThrottlingException');
    expect(sent).toHaveLength(1);
  });
});
