// The rule engine: finds the rules of a message, evaluates them and performs their actions.
import type { Assembly } from '../assembly/assembly';
import type { ObjectWriter, PublishedMessage, QueueSender, RecordSender, TopicPublisher } from '../settings/ports';
import { type ActionFailure, describeFailure, errorMessage } from './error-message';
import { type ActionPorts, performAction, type RuleFunctions } from './perform-action';
import { readRules } from './read-rules';
import type { Rule } from './rule';
import { evaluateStatement, withinTheStack } from './sql/evaluate';
import { type MessageContext, messageContext } from './sql/message-context';
import { SqlError } from './sql/sql-error';
import { createTopicIndex } from './topic-filter';
import { UnsupportedRuleError } from './unsupported-rule-error';

// AWS IoT: Basic Ingest. The prefix is no part of the topic that the rule sees.
const BASIC_INGEST = /^\$aws\/rules\/([^/]+)\/(.+)$/s;

/** Something an operator should see. `sql`: the rule skipped this message. `action`: its error action took over. */
export interface RuleProblem {
  ruleName: string;
  kind: 'sql' | 'action' | 'errorAction' | 'invocation' | 'ruleNotFound';
  topic: string;
  message: string;
}

/** Neither a rule's actions nor its error action took a message; its publisher must not be told that it arrived. */
export class RuleFailedError extends Error {
  override name = 'RuleFailedError';
  constructor(
    readonly ruleName: string,
    readonly failures: readonly ActionFailure[],
  ) {
    super(`The rule ${ruleName} failed: ${failures.map((failure) => failure.errorMessage).join('; ')}`);
  }
}

export interface RuleEngineOptions {
  assembly: Assembly;
  queues: QueueSender;
  functions?: RuleFunctions;
  publisher?: TopicPublisher;
  objects?: ObjectWriter;
  records?: RecordSender;
  /** Evaluates the policies attached to a role. */
  isRoleAllowed(roleArn: string, action: string, resource: string): boolean;
  onRuleError?(problem: RuleProblem): void;
}

export interface RuleEngine {
  /**
   * Runs every rule of the message's topic. Resolves once every queue, bucket and stream it feeds has it on disk: a PUBACK
   * may be sent. Rejects with RuleFailedError when a rule's action failed and its error action, if it has one, failed too.
   * SQL errors do not reject: the rule skips the message.
   */
  onMessage(message: PublishedMessage): Promise<void>;
}

/** Compiles the rules of the assembly. Throws UnsupportedRuleError for a rule that would not run as it does in AWS. */
export function createRuleEngine(options: RuleEngineOptions): RuleEngine {
  const { assembly, queues, functions, publisher, objects, records, onRuleError = () => {} } = options;
  const index = createTopicIndex<Rule>();
  const byName = new Map<string, Rule>();
  for (const rule of readRules(assembly)) {
    requirePorts(rule, options);
    index.add(rule.statement.topicFilter, rule);
    byName.set(rule.name, rule);
  }
  const ports: ActionPorts = {
    queues,
    functions,
    publisher,
    objects,
    records,
    isRoleAllowed: (roleArn, action, resource) => options.isRoleAllowed(roleArn, action, resource),
    onInvocationLost: (rule, functionArn, error) => {
      const message = error instanceof Error ? error.message : String(error);
      onRuleError({ ruleName: rule.name, kind: 'invocation', topic: '', message: `${functionArn}: ${message}` });
    },
  };

  async function runRule(rule: Rule, context: MessageContext): Promise<void> {
    const { topic } = context.message;
    const tell = (kind: RuleProblem['kind'], message: string) =>
      onRuleError({ ruleName: rule.name, kind, topic, message });
    const body = evaluate(rule, context, (message) => tell('sql', message));
    if (body === null) return;
    const failures: ActionFailure[] = [];
    await Promise.all(
      rule.actions.map(async (action) => {
        try {
          await performAction(action, body, rule, context, ports);
        } catch (error) {
          failures.push(describeFailure(action, topic, error));
        }
      }),
    );
    if (failures.length === 0) return;
    for (const failure of failures) tell('action', failure.errorMessage);
    if (!rule.errorAction) throw new RuleFailedError(rule.name, failures);
    try {
      await performAction(rule.errorAction, errorMessage(rule, context.message, failures), rule, context, ports);
    } catch (error) {
      const failure = describeFailure(rule.errorAction, topic, error);
      tell('errorAction', failure.errorMessage);
      throw new RuleFailedError(rule.name, [...failures, failure]);
    }
  }

  /** A Basic Ingest topic names its rule, whatever that rule's FROM says; any other topic is looked up. */
  function rulesOf(message: PublishedMessage): { rules: Rule[]; asSeen: PublishedMessage } {
    const [, ruleName, topic] = BASIC_INGEST.exec(message.topic) ?? [];
    if (ruleName === undefined || topic === undefined) return { rules: index.find(message.topic), asSeen: message };
    const rule = byName.get(ruleName);
    if (!rule) onRuleError({ ruleName, kind: 'ruleNotFound', topic, message: 'No enabled rule has this name.' });
    return { rules: rule ? [rule] : [], asSeen: { ...message, topic } };
  }

  return {
    async onMessage(message) {
      const { rules, asSeen } = rulesOf(message);
      if (rules.length === 0) return;
      const context = messageContext(asSeen);
      const results = await Promise.allSettled(rules.map((rule) => runRule(rule, context)));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

/** What the rule hands to its actions, JSON or the payload itself; null when the rule does not take the message. */
function evaluate(rule: Rule, context: MessageContext, onSqlError: (message: string) => void): string | Buffer | null {
  try {
    const result = evaluateStatement(rule.statement, context);
    if (result === null) return null;
    if ('bytes' in result) return result.bytes;
    // Documented: Undefined by itself is an empty string.
    return withinTheStack(() => JSON.stringify(result.value) ?? '');
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    onSqlError(error.message);
    return null;
  }
}

function requirePorts(rule: Rule, options: RuleEngineOptions): void {
  for (const action of [...rule.actions, ...(rule.errorAction ? [rule.errorAction] : [])]) {
    if (action.kind === 'lambda' && !options.functions) {
      throw new UnsupportedRuleError(rule.name, 'nothing here runs its functions.');
    }
    if (action.kind === 'republish' && !options.publisher) {
      throw new UnsupportedRuleError(rule.name, 'nothing here publishes to its topics.');
    }
    if (action.kind === 's3' && !options.objects) {
      throw new UnsupportedRuleError(rule.name, 'nothing here keeps its objects.');
    }
    if (action.kind === 'firehose' && !options.records) {
      throw new UnsupportedRuleError(rule.name, 'nothing here takes its records.');
    }
  }
}
