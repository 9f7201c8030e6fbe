import { Descriptions } from 'antd';
import type { ReactNode } from 'react';

/** Names with their values; what is null is left out. */
export function FactsList({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Descriptions
      className="facts"
      column={1}
      size="small"
      bordered
      items={facts.filter(([, value]) => value !== null).map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}
