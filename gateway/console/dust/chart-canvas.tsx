import { useAppearance } from '@lamppost/page-kit';
import { LineChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([
  LineChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  SVGRenderer,
]);

interface ChartCanvasProps {
  /** What the chart shows, in words. */
  readonly label: string;
  readonly option: EChartsCoreOption;
}

/** A chart that fills its place. The same figures stand in a table beside it. */
export function ChartCanvas({ label, option }: ChartCanvasProps) {
  const ground = useRef<HTMLDivElement>(null);
  const { appearance } = useAppearance();
  useEffect(() => {
    const element = ground.current;
    if (element === null) return;
    const chart = init(element, appearance === 'dark' ? 'dark' : null, { renderer: 'svg' });
    chart.setOption({ backgroundColor: 'transparent', animation: false, ...option });
    const observer = new ResizeObserver(() => {
      chart.resize();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [option, appearance]);
  return <div ref={ground} className="chart" role="img" aria-label={label} />;
}
