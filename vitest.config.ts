import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['*/src/**/*.test.ts', '*/test/**/*.test.ts'],
    // sorted-btree is CommonJS: without this its default export differs between vitest and Node.
    deps: { interopDefault: false },
    retry: 0,
    // A guard against hanging, not a measure: tests that start processes take their time on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: process.env.CI ? ['default', 'json'] : ['default'],
    outputFile: { json: 'artifacts/tests.json' },
  },
})
