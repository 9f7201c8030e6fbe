import { useAppearance } from '@lamppost/page-kit';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

const INK = {
  light: { ink: '#1b1f24', line: '#d9dee6', sheet: '#ffffff' },
  dark: { ink: '#e8ebf0', line: '#333a45', sheet: '#171b21' },
} as const;
const TEXT = 14;

/** What a chart is drawn with. */
export interface ChartLook {
  readonly appearance: 'light' | 'dark';
  /** Style of all its texts. */
  readonly text: { readonly color: string; readonly fontSize: number; readonly fontFamily: string };
  /** Colour of its grid. */
  readonly line: string;
  /** Colour of what it lies on. */
  readonly sheet: string;
  /** Width of its place, CSS pixels. */
  readonly width: number;
}

/**
 * A chart that fills its place, as SVG. Whoever draws it names the parts of echarts that it uses; `option` is to be the same function
 * while it draws the same. The figures stand in a table beside it.
 */
export function ChartCanvas(options: {
  readonly className: string;
  /** What the chart shows, in words. */
  readonly label: string;
  readonly option: (look: ChartLook) => EChartsCoreOption;
}) {
  const { className, label, option } = options;
  const { appearance } = useAppearance();
  const ground = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = ground.current;
    if (element === null) return undefined;
    const { ink, line, sheet } = INK[appearance];
    const chart = init(element, null, { renderer: 'svg' });
    // By its own name: a font that is inherited cannot be measured, and labels would overlap.
    const { fontFamily } = getComputedStyle(element);
    const text = { color: ink, fontSize: TEXT, fontFamily };
    chart.setOption({
      animation: false,
      textStyle: text,
      ...option({ appearance, text, line, sheet, width: element.clientWidth }),
    });
    const watch = new ResizeObserver(() => {
      chart.resize();
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [appearance, option]);
  return <div ref={ground} className={className} role="img" aria-label={label} />;
}
