import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['*/src/**/*.test.ts', '*/test/**/*.test.ts', 'examples/vitest/*.test.ts'],
    // sorted-btree is CommonJS: without this its default export differs between vitest and Node.
    deps: { interopDefault: false },
    retry: 0,
    // Tests that run at the same time share a server: so many are to find out whether they notice each other.
    maxConcurrency: 16,
    // A guard against hanging, not a measure: tests that start processes take their time on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: 'artifacts/tests.json' },
  },
})
