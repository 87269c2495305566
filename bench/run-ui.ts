// `npm run bench:ui`: the app in a real browser, as docs/benchmarks.md describes.
import { runParts } from './run-parts';
import { measureChartPath } from './ui/measure-chart-path';
import { measureCharts } from './ui/measure-charts';
import { measureDay } from './ui/measure-day';
import { measureList, measureListHeap } from './ui/measure-list';
import { measureLoading } from './ui/measure-loading';
import { measureChartPeers } from './ui/measure-peers';

await runParts({
  command: 'bench:ui',
  parts: {
    loading: measureLoading,
    list: measureList,
    charts: measureCharts,
    'chart-peers': measureChartPeers,
    'chart-path': measureChartPath,
    day: measureDay,
  },
  onRequest: { heap: measureListHeap },
});
