/** A rule for a group of boxes: one at least. Said as `required`, it would put an attribute on the group that ARIA does not allow there. */
export function oneAtLeast(message: string) {
  return {
    validator: async (_: unknown, chosen: readonly unknown[] | undefined) => {
      if ((chosen ?? []).length === 0) throw new Error(message);
      return Promise.resolve();
    },
  };
}
