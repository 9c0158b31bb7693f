import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: [],
    testTimeout: 120_000,
    pool: 'threads',
    maxWorkers: 2,
  },
})
