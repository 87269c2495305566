// The same nine charts as on a device's page, drawn by Recharts alone, by uPlot and on bare canvases. Nothing is received,
// stored or signed in to: the numbers are made here, which favours these pages.
import { createElement, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import uPlot from 'uplot';

export type Peer = 'recharts' | 'uplot' | 'canvas';

const CHARTS = 9;
const POINTS = 10_000;
const HZ = 10;
const [WIDTH, HEIGHT] = [400, 240];

type Series = { x: number; y: number }[];
type Draw = (charts: Series[]) => void;

let now = POINTS;
const valueAt = (x: number, chart: number) => 50 + 20 * Math.sin(x / 60 + chart) + 5 * Math.sin(x * 1.7);
const series: Series[] = Array.from({ length: CHARTS }, (_, chart) =>
  Array.from({ length: POINTS }, (_, x) => ({ x, y: valueAt(x, chart) })),
);

const PEERS: Record<Peer, (host: HTMLElement) => Draw> = {
  // As the documentation's first example has it, only without the animation.
  recharts(host) {
    let show: Draw = () => undefined;
    const Charts = () => {
      const [charts, setCharts] = useState<Series[]>([]);
      show = setCharts;
      return charts.map((data, chart) =>
        createElement(
          LineChart,
          { key: chart, width: WIDTH, height: HEIGHT, data },
          createElement(CartesianGrid, { strokeDasharray: '3 3' }),
          createElement(XAxis, { dataKey: 'x', type: 'number', domain: ['dataMin', 'dataMax'] }),
          createElement(YAxis),
          createElement(Tooltip),
          createElement(Line, { dataKey: 'y', dot: false, isAnimationActive: false }),
        ),
      );
    };
    flushSync(() => createRoot(host).render(createElement(Charts)));
    return (charts) => flushSync(() => show(charts));
  },

  uplot(host) {
    const plots = series.map(
      () =>
        new uPlot(
          {
            ...{ width: WIDTH, height: HEIGHT, legend: { show: false }, scales: { x: { time: false } } },
            series: [{}, { stroke: 'teal', points: { show: false } }],
          },
          [[], []],
          host,
        ),
    );
    return (charts) => {
      for (const [chart, data] of charts.entries()) {
        plots[chart]?.setData([data.map(({ x }) => x), data.map(({ y }) => y)]);
      }
    };
  },

  // The least that can be done: every point, no axes.
  canvas(host) {
    const contexts = series.map(() => {
      const canvas = host.appendChild(document.createElement('canvas'));
      Object.assign(canvas, { width: WIDTH, height: HEIGHT });
      return canvas.getContext('2d');
    });
    return (charts) =>
      charts.forEach((data, chart) => {
        const context = contexts[chart];
        const first = data[0]?.x ?? 0;
        context?.clearRect(0, 0, WIDTH, HEIGHT);
        context?.beginPath();
        for (const { x, y } of data) context?.lineTo(((x - first) / POINTS) * WIDTH, HEIGHT - (y / 100) * HEIGHT);
        context?.stroke();
      });
  },
};

const peer = new URLSearchParams(location.search).get('peer') as Peer;
const host = document.getElementById('charts');
if (host) {
  const draw = PEERS[peer](host);
  const step = () => {
    now += 1;
    draw(series.map((data, chart) => [...data.slice(1 - POINTS), { x: now, y: valueAt(now, chart) }]).map(keep));
  };
  setInterval(step, 1000 / HZ);
}

function keep(data: Series, chart: number): Series {
  series[chart] = data;
  return data;
}
