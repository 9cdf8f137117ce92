/**
 * Runs jobs side by side and yields their results in the order of the inputs, at most `window` of them begun and not yet yielded:
 * records stream, memory stays flat, and the result does not depend on which job was quickest. Where it ends early, what was begun ends first.
 */
export async function* inOrder<Input, Result>(
  inputs: AsyncIterable<Input> | Iterable<Input>,
  window: number,
  job: (input: Input) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  try {
    for await (const input of inputs) {
      const result = job(input);
      // A job that fails while earlier ones are awaited must not count as unhandled; its error is thrown when its turn comes.
      result.catch(() => undefined);
      begun.push(result);
      if (begun.length >= window) yield await begun.shift()!;
    }
    while (begun.length > 0) yield await begun.shift()!;
  } finally {
    await Promise.allSettled(begun);
  }
}
