/** Address of a table file of the cloud. */
export function addressOfTable(path: string, query: Readonly<Record<string, string | number>>): string {
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]));
  return `/api/v1/${path}?${asked.toString()}`;
}
