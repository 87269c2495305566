import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfirmationCodes } from './confirmation-codes';

let directory: string;
let codes: ConfirmationCodes;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'codes-'));
  codes = await ConfirmationCodes.open(path.join(directory, 'codes.json'), () => 0);
});
afterEach(() => rm(directory, { recursive: true }));

it('redeems a code once', async () => {
  const code = await codes.issue('signUp', 'ann');
  expect(code).toMatch(/^\d{6}$/);
  await codes.redeem('signUp', 'ann', code);
  await expect(codes.redeem('signUp', 'ann', code)).rejects.toMatchObject({ code: 'ExpiredCodeException' });
});

it('takes a code neither for another purpose nor for another person', async () => {
  const code = await codes.issue('signUp', 'ann');
  await expect(codes.redeem('forgotPassword', 'ann', code)).rejects.toMatchObject({ code: 'ExpiredCodeException' });
  await expect(codes.redeem('signUp', 'ben', code)).rejects.toMatchObject({ code: 'ExpiredCodeException' });
});
