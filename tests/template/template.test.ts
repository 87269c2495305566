// What the deployable template must say, whatever the local cloud makes of it.
import { beforeAll, describe, expect, it } from 'vitest';
import { entriesOfType, ofType, type Synthesized, synthesized } from './synthesized';

let resources: Synthesized;
let branch: Synthesized;

beforeAll(async () => {
  resources = await synthesized('sandbox', { INGEST: 'on' });
  branch = await synthesized('branch', { AWS_BRANCH: 'feature' });
});

interface RulePayload {
  Sql: string;
  AwsIotSqlVersion: string;
  RuleDisabled: boolean;
  Actions: { Sqs?: { QueueUrl: unknown; RoleArn: unknown } }[];
  ErrorAction: { Sqs?: { QueueUrl: unknown } };
}
const rules = (of: Synthesized) =>
  ofType(of, 'AWS::IoT::TopicRule').map((rule) => rule.Properties.TopicRulePayload as RulePayload);

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: { Service?: string };
  Condition?: Record<string, Record<string, unknown>>;
}
const statements = (of: Synthesized, type: string) =>
  ofType(of, type).flatMap((policy) => (policy.Properties.PolicyDocument as { Statement: Statement[] }).Statement);

describe('IoT rules', () => {
  it('are one wildcard rule per topic shape, never one per device (fact 8)', () => {
    expect(
      rules(resources)
        .map(({ Sql }) => Sql.slice(Sql.indexOf('FROM ')))
        .sort(),
    ).toEqual([
      "FROM '$aws/events/presence/connect_failed/+'",
      "FROM '$aws/events/presence/connected/+'",
      "FROM '$aws/events/presence/disconnected/+'",
      "FROM '+/telemetry'",
      "FROM 'solar/+/data'",
    ]);
  });

  it('name the event that they take: connect_failed is anybody’s (fact 2)', () => {
    for (const { Sql } of rules(resources)) expect(Sql).not.toContain('presence/+');
  });

  it('wrap any payload as base64 in SQL 2016-03-23 (fact 33)', () => {
    const telemetry = rules(resources).filter(({ Sql }) => !Sql.includes('presence'));
    expect(telemetry).toHaveLength(2);
    for (const { Sql, AwsIotSqlVersion } of telemetry) {
      expect(AwsIotSqlVersion).toBe('2016-03-23');
      expect(Sql).toContain("encode(*, 'base64') AS payload");
      expect(Sql).not.toContain('SELECT *');
    }
  });

  it('have an error action, so that nothing is lost silently (fact 9)', () => {
    for (const rule of rules(resources)) {
      // Who came and went is also told in the channel, through a queue of its own.
      expect(rule.Actions).toHaveLength(/presence\/(connected|disconnected)/.test(rule.Sql) ? 2 : 1);
      for (const action of rule.Actions) expect(action.Sqs?.QueueUrl).toBeDefined();
      expect(rule.ErrorAction.Sqs?.QueueUrl).toBeDefined();
      expect(rule.ErrorAction.Sqs?.QueueUrl).not.toEqual(rule.Actions[0]?.Sqs?.QueueUrl);
    }
  });

  it('carry no fixed names, so that branches do not collide', () => {
    for (const rule of ofType(resources, 'AWS::IoT::TopicRule')) expect(rule.Properties.RuleName).toBeUndefined();
    for (const policy of ofType(resources, 'AWS::IoT::Policy')) expect(policy.Properties.PolicyName).toBeUndefined();
  });

  it('are disabled where this deployment does not ingest (fact 27)', async () => {
    expect(rules(resources).map((rule) => rule.RuleDisabled)).toEqual(Array(5).fill(false));
    expect(rules(branch).map((rule) => rule.RuleDisabled)).toEqual(Array(5).fill(true));
    const main = await synthesized('branch', { AWS_BRANCH: 'main' });
    expect(rules(main).map((rule) => rule.RuleDisabled)).toEqual(Array(5).fill(false));
  });
});

describe('queues', () => {
  const queues = () => ofType(resources, 'AWS::SQS::Queue');

  it('are standard, since the SQS action takes no other (fact 7)', () => {
    for (const queue of queues()) expect(queue.Properties.FifoQueue).toBeUndefined();
  });

  it('have dead letters that are kept for two weeks', () => {
    const main = queues().filter((queue) => queue.Properties.RedrivePolicy);
    // A sign of life is worth nothing after minutes, and nothing is lost with it.
    const isForSigns = (queue: (typeof main)[number]) => queue.Properties.MessageRetentionPeriod === 600;
    const dead = queues().filter((queue) => !queue.Properties.RedrivePolicy && !isForSigns(queue));
    expect(queues().filter(isForSigns)).toHaveLength(1);
    expect(main).toHaveLength(3);
    expect(dead).toHaveLength(3);
    for (const queue of dead) expect(queue.Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  it('hide a message for at least six times the function’s timeout (fact 15)', () => {
    for (const queue of queues()) {
      expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * 30);
    }
  });

  it('report partial batch failures and bound their concurrency (facts 15, 35)', () => {
    const mappings = ofType(resources, 'AWS::Lambda::EventSourceMapping');
    // Three queues and their dead letters, and the signs of life.
    expect(mappings).toHaveLength(7);
    expect(new Set(mappings.map(({ Properties }) => JSON.stringify(Properties.EventSourceArn))).size).toBe(7);
    for (const { Properties } of mappings) {
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      const { MaximumConcurrency } = Properties.ScalingConfig as { MaximumConcurrency: number };
      expect(MaximumConcurrency).toBeGreaterThanOrEqual(2);
      if ((Properties.BatchSize as number) > 10) expect(Properties.MaximumBatchingWindowInSeconds).toBeGreaterThan(0);
    }
  });

  it('never reserve concurrency (fact 34)', () => {
    for (const fn of ofType(resources, 'AWS::Lambda::Function')) {
      expect(fn.Properties.ReservedConcurrentExecutions).toBeUndefined();
    }
  });
});

// Actions that know no resource-level permissions (Service Authorization Reference: AWS IoT).
const WITHOUT_RESOURCES = new Set([
  'iot:ListThingPrincipals',
  'iot:ListPrincipalThings',
  'iot:ListAttachedPolicies',
  'iot:DetachThingPrincipal',
  'iot:DescribeEndpoint',
]);

describe('permissions', () => {
  it('name source ARN and source account wherever a service may call (fact 10)', () => {
    const permissions = ofType(resources, 'AWS::Lambda::Permission');
    expect(permissions.length).toBeGreaterThan(0);
    for (const { Properties } of permissions) {
      expect(Properties.SourceArn).toBeDefined();
      expect(Properties.SourceAccount).toBeDefined();
    }
    const trusted = ofType(resources, 'AWS::IAM::Role').flatMap(
      (role) => (role.Properties.AssumeRolePolicyDocument as { Statement: Statement[] }).Statement,
    );
    const iot = trusted.filter((statement) => statement.Principal?.Service === 'iot.amazonaws.com');
    expect(iot).toHaveLength(3);
    for (const { Condition } of iot) {
      expect(Condition?.StringEquals?.['aws:SourceAccount']).toBeDefined();
      expect(Condition?.ArnLike?.['aws:SourceArn']).toBeDefined();
    }
  });

  it('let functions publish the two feeds and nothing else of the API (fact 30)', () => {
    const grants = statements(resources, 'AWS::IAM::Policy').filter((s) =>
      [s.Action].flat().includes('appsync:GraphQL'),
    );
    expect(grants.length).toBeGreaterThan(0);
    for (const grant of grants) {
      const fields = JSON.stringify(grant.Resource);
      expect(fields).toMatch(/types\/Mutation\/fields\/publish(Fleet|Telemetry)/);
      expect(fields).not.toMatch(/fields\/\*|types\/\*|\/Query|\/Subscription/);
    }
  });

  it('use no wildcard action and no wildcard resource in a function’s own role', () => {
    const own = entriesOfType(resources, 'AWS::IAM::Policy').filter(([key]) =>
      /lambdaServiceRole|Consume|RuleRole|SignsOfLife|SchedulerRole|\/people|\/deviceregistry|deadletter|discord/i.test(
        key,
      ),
    );
    expect(own.length).toBeGreaterThan(3);
    for (const [, policy] of own) {
      for (const statement of (policy.Properties.PolicyDocument as { Statement: Statement[] }).Statement) {
        for (const action of [statement.Action].flat()) {
          expect(action).not.toContain('*');
          if (!WITHOUT_RESOURCES.has(action)) expect(JSON.stringify(statement.Resource)).not.toBe('"*"');
        }
      }
    }
  });

  const senders = () =>
    entriesOfType(resources, 'AWS::IAM::Policy')
      .filter(([key]) => !/RuleRole|SendSignsOfLife/.test(key))
      .flatMap(([key, policy]) =>
        (policy.Properties.PolicyDocument as { Statement: Statement[] }).Statement.map((statement) => ({
          key,
          statement,
        })),
      )
      .filter(({ statement }) => [statement.Action].flat().includes('sqs:SendMessage'));

  it('let dead letters be sent to the queues that feed functions, by one function only', () => {
    const resend = senders().filter(({ key }) => key.includes('ResendDeadLetters'));
    expect(resend).toHaveLength(1);
    expect(resend[0]?.statement.Action).toBe('sqs:SendMessage');
    expect(resend[0]?.statement.Resource).toHaveLength(3);
    expect(JSON.stringify(resend[0]?.statement.Resource)).toMatch(/TelemetryQueue.*PresenceQueue.*DiscordQueue/);
  });

  it('let the channel’s two functions and presence’s three put messages on its queue', () => {
    const others = senders().filter(({ key }) => !key.includes('ResendDeadLetters'));
    expect(others).toHaveLength(5);
    for (const { statement } of others) {
      expect(statement.Action).toBe('sqs:SendMessage');
      expect(JSON.stringify(statement.Resource)).toMatch(/Discord(Queue|DeadLetters)|channel/i);
      expect(JSON.stringify(statement.Resource)).not.toMatch(/Telemetry|Presence/);
    }
  });

  it('let functions read the webhook’s parameter and no other, and one function write it', () => {
    const ssm = statements(resources, 'AWS::IAM::Policy').filter(({ Action }) =>
      [Action].flat().some((action) => /^ssm:(GetParameter|PutParameter|DeleteParameter)$/.test(action)),
    );
    expect(ssm.map(({ Action }) => [Action].flat().join()).sort()).toEqual([
      'ssm:GetParameter',
      'ssm:GetParameter,ssm:PutParameter,ssm:DeleteParameter',
    ]);
    for (const { Resource } of ssm) {
      expect(JSON.stringify(Resource)).toMatch(/parameter\/fleetlight\/[\w-]+\/discord-webhook-url"\]/);
    }
  });

  it('give each device its own topics by policy variables, in less than 2,048 bytes (fact 12)', () => {
    const [policy] = ofType(resources, 'AWS::IoT::Policy');
    const text = JSON.stringify(policy?.Properties.PolicyDocument);
    expect(text).toContain('$' + '{iot:Connection.Thing.ThingName}');
    // Intrinsics become at most a region (14), an account (12) and a partition (10).
    expect(text.length).toBeLessThan(2048 + 1200);
    expect(text).not.toContain('arn:aws:iot:*');
  });
});

describe('identities', () => {
  it('offer none to guests (fact 30)', () => {
    const [pool] = ofType(resources, 'AWS::Cognito::IdentityPool');
    expect(pool?.Properties.AllowUnauthenticatedIdentities).toBe(false);
  });

  it('hold no API key (fact 23)', () => {
    expect(ofType(resources, 'AWS::AppSync::ApiKey')).toEqual([]);
    const [api] = ofType(resources, 'AWS::AppSync::GraphQLApi');
    expect(JSON.stringify(api?.Properties)).not.toContain('API_KEY');
  });

  it('have the three groups', () => {
    const names = ofType(resources, 'AWS::Cognito::UserPoolGroup').map((group) => group.Properties.GroupName);
    expect(names.sort()).toEqual(['admin', 'operator', 'viewer']);
  });
});

describe('storage', () => {
  const tables = (of: Synthesized) => ofType(of, 'Custom::AmplifyDynamoDBTable');

  it('expires samples, events, counts and what was told, in seconds (facts 16, 17)', () => {
    const expiring = tables(resources).filter((table) => table.Properties.timeToLiveSpecification);
    expect(expiring).toHaveLength(6);
    for (const table of expiring) {
      expect(table.Properties.timeToLiveSpecification).toEqual({ attributeName: 'expiresAt', enabled: true });
    }
  });

  it('outlives a deleted branch', () => {
    expect(tables(branch)).toHaveLength(12);
    for (const table of tables(branch)) expect(table.DeletionPolicy).toBe('Retain');
    for (const policy of ofType(branch, 'AWS::IoT::Policy')) expect(policy.DeletionPolicy).toBe('Retain');
  });

  it('keeps logs for a month', () => {
    const groups = ofType(resources, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(11);
    for (const group of groups) expect(group.Properties.RetentionInDays).toBe(30);
  });
});

describe('functions', () => {
  it('run on nodejs22.x, arm64, each with a role of its own', () => {
    const own = ofType(resources, 'AWS::Lambda::Function').filter((fn) => fn.Properties.Runtime === 'nodejs22.x');
    expect(own).toHaveLength(11);
    for (const fn of own) expect(fn.Properties.Architectures).toEqual(['arm64']);
    expect(new Set(own.map((fn) => JSON.stringify(fn.Properties.Role))).size).toBe(11);
  });
});
