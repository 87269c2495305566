// The flow that Node-RED is given: what it references exists, and nothing is taken for what it is not.
import { describe, expect, it } from 'vitest';
import { labelOf, nodeRedFlow } from './node-red-flow';

const thingNames = ['load-0000', 'load-0001'];
const flowOf = (chartPoints: number) => nodeRedFlow({ brokerPort: 1234, thingNames, chartPoints });
const REFERENCES = ['z', 'broker', 'group', 'page', 'ui', 'theme'];

describe.each([0, 10_000])('a flow with a chart of %d points', (chartPoints) => {
  const flow = flowOf(chartPoints);
  const ids = new Set(flow.map(({ id }) => id));

  it('gives each node an id of its own', () => {
    expect(ids.size).toBe(flow.length);
  });

  it('references and wires only nodes that are there', () => {
    for (const node of flow) {
      const wires = (node.wires ?? []) as string[][];
      // What is called `broker` in the broker's own node is its address.
      const references = node.id === 'broker' ? [] : REFERENCES.flatMap((key) => (key in node ? [node[key]] : []));
      for (const id of [...references, ...wires.flat()]) expect(ids, `${node.id} names ${id}`).toContain(id);
    }
  });

  it('names no node by accident: Node-RED takes a setting that equals an id for a reference', () => {
    for (const { id: _, type: __, wires: ___, ...settings } of flow) {
      const others = Object.entries(settings).filter(([key]) => !REFERENCES.includes(key));
      expect(others.filter(([, value]) => ids.has(value as string))).toEqual([]);
    }
  });

  it('places every node that is wired: Node-RED takes one without a place for a configuration', () => {
    for (const node of flow.filter(({ wires }) => wires)) expect(node).toMatchObject({ z: 'flow', x: 100, y: 100 });
  });

  it('subscribes to every device with QoS 1 and shows its stamped value', () => {
    const inputs = flow.filter(({ type }) => type === 'mqtt in');
    expect(inputs.map(({ topic, qos }) => [topic, qos])).toEqual(thingNames.map((name) => [`${name}/telemetry`, '1']));
    const texts = flow.filter(({ type }) => type === 'ui-text');
    expect(texts.map(({ label, value }) => [label, value])).toEqual(
      thingNames.map((name) => [labelOf(name), 'payload.sentAt']),
    );
  });
});

it('a flow has a chart only when it is asked for, with that many points at most', () => {
  const charts = (points: number) => flowOf(points).filter(({ type }) => type === 'ui-chart');
  expect(charts(0)).toEqual([]);
  expect(charts(500).map(({ removeOlderPoints }) => removeOlderPoints)).toEqual(['500']);
});
