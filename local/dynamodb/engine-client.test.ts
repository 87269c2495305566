import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, it, vi } from 'vitest';
import type { Engine } from './engine';
import { createEngineClient } from './engine-client';

afterEach(() => void vi.restoreAllMocks());

it('hands the engine a request as text, and leaves the terminal alone', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const forward = vi.fn<Engine['forward']>(async () => ({ status: 200, body: '{}', headers: {} }));
  const client = createEngineClient({ forward } as unknown as Engine);

  await client.send(new PutItemCommand({ TableName: 'things', Item: { name: { S: 'Gewächshaus 🌱' } } }));
  client.destroy();

  expect(forward).toHaveBeenCalledOnce();
  const [operation, body] = forward.mock.calls[0] ?? [];
  expect(operation).toBe('PutItem');
  expect(body).toBeTypeOf('string');
  expect(JSON.parse(body as string)).toEqual({ TableName: 'things', Item: { name: { S: 'Gewächshaus 🌱' } } });
  expect(warn).not.toHaveBeenCalled();
});
