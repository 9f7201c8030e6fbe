/**
 * Whether every topic that `filter` can match is also matched by `pattern`. Both are MQTT 3.1.1 topic filters (4.7); a plain topic is the
 * filter that matches itself, so the same question serves publishing and subscribing.
 */
export function isCoveredBy(filter: string, pattern: string): boolean {
  const asked = filter.split('/');
  const granted = pattern.split('/');
  // 4.7.2: a wildcard in the first level does not reach topics that start with $.
  if (filter.startsWith('$') && (granted[0] === '#' || granted[0] === '+')) return false;
  for (const [index, level] of granted.entries()) {
    if (level === '#') return true;
    const askedLevel = asked[index];
    if (askedLevel === undefined || askedLevel === '#') return false;
    if (level !== '+' && level !== askedLevel) return false;
  }
  return asked.length === granted.length;
}
