import { expect, test } from 'vitest';
import { assemblyOf } from '../sqs/queue-fixture';
import { invokePermissions } from './invoke-permissions';

const ACCOUNT = '000000000000';
const functionArn = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:trigger`;
const rule = (name: string) => `arn:aws:iot:eu-central-1:${ACCOUNT}:rule/${name}`;

function permissions(properties: Record<string, unknown>) {
  return invokePermissions(
    assemblyOf('', [
      { logicalId: 'Trigger', type: 'AWS::Lambda::Function', properties: {}, ref: 'trigger', arn: functionArn },
      {
        logicalId: 'Permission',
        type: 'AWS::Lambda::Permission',
        properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: functionArn,
          Principal: 'iot.amazonaws.com',
          ...properties,
        },
        ref: 'Permission',
        arn: '',
      },
    ]),
  );
}

test('a permission holds for its service, function, source and account only', () => {
  const mayInvoke = permissions({ SourceArn: rule('mine'), SourceAccount: ACCOUNT });

  expect(mayInvoke('iot.amazonaws.com', functionArn, rule('mine'))).toBe(true);
  expect(mayInvoke('iot.amazonaws.com', functionArn, rule('other'))).toBe(false);
  expect(mayInvoke('iot.amazonaws.com', functionArn, rule('mine'), '111111111111')).toBe(false);
  expect(mayInvoke('cognito-idp.amazonaws.com', functionArn, rule('mine'))).toBe(false);
  expect(mayInvoke('iot.amazonaws.com', `${functionArn}2`, rule('mine'))).toBe(false);
});

test('a source may hold wildcards, a function may go by its name, and a missing source allows any', () => {
  const wide = permissions({ FunctionName: 'trigger', SourceArn: rule('tele*') });

  expect(wide('iot.amazonaws.com', functionArn, rule('telemetry'))).toBe(true);
  expect(wide('iot.amazonaws.com', functionArn, rule('presence'))).toBe(false);
  expect(wide('iot.amazonaws.com', functionArn, rule('tele').replace('iot:', 'iot.x:'))).toBe(false);
  expect(permissions({})('iot.amazonaws.com', functionArn, rule('any'))).toBe(true);
  expect(permissions({ Action: 'lambda:GetFunction' })('iot.amazonaws.com', functionArn, rule('any'))).toBe(false);
});
