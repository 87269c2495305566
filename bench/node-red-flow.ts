// The flow that Node-RED runs: a page of Dashboard 2 with each device's value as text and, when asked for, a chart.

/**
 * A node of a flow file. What else it holds is the node type's own. Node-RED takes a node without `x` and `y` for a
 * configuration, and a setting that equals a node's id for a reference to it: no name is an id here.
 */
interface FlowNode {
  id: string;
  type: string;
  [setting: string]: unknown;
}

interface FlowSettings {
  brokerPort: number;
  thingNames: readonly string[];
  /** Points of a chart that is full from the start and takes every reading; 0 leaves the chart out. */
  chartPoints: number;
}

/** Where the page is. */
export const DASHBOARD_PATH = '/dashboard/bench';

/** Returns a device's label on the page. It ends in a letter: a digit would run into the value. */
export const labelOf = (thingName: string): string => `${thingName} temperature`;

const IN_FLOW = { z: 'flow', x: 100, y: 100 };
const SERIES = 'readings';
const MS_BETWEEN_POINTS = 50;
const PREFILL_AFTER_SECONDS = 1;

/**
 * Returns the nodes of a flow file: one subscription (QoS 1) and one text a device, which shows the stamped value in the
 * place of a temperature.
 */
export function nodeRedFlow({ brokerPort, thingNames, chartPoints }: FlowSettings): FlowNode[] {
  const withChart = chartPoints > 0;
  const devices = thingNames.flatMap((thingName, index): FlowNode[] => [
    {
      ...{ id: `in-${index}`, type: 'mqtt in', ...IN_FLOW, broker: 'broker', topic: `${thingName}/telemetry` },
      ...{ qos: '1', datatype: 'json', nl: false, rap: true, rh: 0, inputs: 0 },
      wires: [[`text-${index}`, ...(withChart ? ['point'] : [])]],
    },
    {
      ...{ id: `text-${index}`, type: 'ui-text', ...IN_FLOW, group: 'texts', order: index + 1, width: 0, height: 0 },
      ...{ label: labelOf(thingName), format: '{{msg.payload}}', layout: 'row-spread', style: false, wires: [] },
      ...{ value: 'payload.sentAt', valueType: 'msg' },
    },
  ]);
  return [
    { id: 'flow', type: 'tab', label: 'bench' },
    {
      ...{ id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(brokerPort), clientid: '' },
      ...{ autoConnect: true, usetls: false, protocolVersion: '4', keepalive: '60', cleansession: true },
    },
    ...pageNodes(),
    ...devices,
    ...(withChart ? chartNodes(chartPoints) : []),
  ];
}

function pageNodes(): FlowNode[] {
  const colors = { surface: '#ffffff', primary: '#0094ce', bgPage: '#eeeeee', groupBg: '#ffffff' };
  const gaps = { pagePadding: '12px', groupGap: '12px', groupBorderRadius: '4px', widgetGap: '12px' };
  return [
    { id: 'base', type: 'ui-base', name: 'Bench', path: '/dashboard', navigationStyle: 'default' },
    {
      ...{ id: 'theme', type: 'ui-theme', name: 'Bench' },
      ...{ colors: { ...colors, groupOutline: '#cccccc' }, sizes: { density: 'default', ...gaps } },
    },
    {
      ...{ id: 'page', type: 'ui-page', name: 'Bench', ui: 'base', path: '/bench', layout: 'grid', theme: 'theme' },
      ...{ icon: 'home', order: 1, breakpoints: [{ name: 'Default', px: '0', cols: '12' }] },
      ...{ visible: true, disabled: false },
    },
    group('texts', 1),
  ];
}

function chartNodes(points: number): FlowNode[] {
  return [
    group('charts', 2),
    {
      ...{ id: 'start', type: 'inject', ...IN_FLOW, props: [], repeat: '', crontab: '', wires: [['past']] },
      ...{ once: true, onceDelay: PREFILL_AFTER_SECONDS },
    },
    functionNode(
      'past',
      `const now = Date.now();
const payload = Array.from({ length: ${points} }, (_, index) => ({
  x: now - (${points} - index) * ${MS_BETWEEN_POINTS},
  y: 50 + 10 * Math.sin(index / 50),
}));
return { topic: '${SERIES}', payload, action: 'replace' };`,
    ),
    functionNode('point', `return { topic: '${SERIES}', payload: msg.payload.humidity };`),
    {
      ...{
        id: 'chart',
        type: 'ui-chart',
        ...IN_FLOW,
        group: 'charts',
        order: 1,
        width: 6,
        height: 8,
        label: 'Humidity',
      },
      ...{ chartType: 'line', category: 'topic', categoryType: 'msg', action: 'append', interpolation: 'linear' },
      ...{ xAxisType: 'time', xAxisProperty: 'x', xAxisPropertyType: 'property', xAxisFormatType: 'auto' },
      ...{ yAxisProperty: 'y', yAxisPropertyType: 'property', xmin: '', xmax: '', ymin: '', ymax: '', bins: 10 },
      ...{ removeOlder: 1, removeOlderUnit: '3600', removeOlderPoints: String(points) },
      ...{ pointShape: 'false', pointRadius: 0, showLegend: true, textColorDefault: true, gridColorDefault: true },
      ...{ colors: ['#0095ff'], textColor: ['#666666'], gridColor: ['#e5e5e5'], wires: [[]] },
    },
  ];
}

function group(id: string, order: number): FlowNode {
  const look = { width: '6', height: '1', showTitle: true, visible: true, disabled: false, groupType: 'default' };
  return { id, type: 'ui-group', name: `Group of ${id}`, page: 'page', order, ...look };
}

/** Its output goes to the chart. */
function functionNode(id: string, func: string): FlowNode {
  const nothingElse = { initialize: '', finalize: '', libs: [], timeout: 0, noerr: 0 };
  return { id, type: 'function', ...IN_FLOW, func, outputs: 1, ...nothingElse, wires: [['chart']] };
}
