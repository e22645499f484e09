import { describeSimulator } from '../../src/index.ts'

/** The statuses that the OpenAPI document promises, by operation. */
export async function declaredStatuses(): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const { document } = await describeSimulator()
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item))
  return new Map(
    operations.map(({ operationId, responses }) => [
      operationId,
      new Set(Object.keys(responses).map(Number)),
    ]),
  )
}
