import { describe, expect, it } from 'vitest'
import { readRunOptions } from './run-options.ts'

describe('readRunOptions', () => {
  it('has defaults', () => {
    const { tags, name, ...rest } = readRunOptions([], {})
    expect([tags(new Set()), name('')]).toEqual([true, true])
    expect(rest).toEqual({
      paths: ['scenarios'],
      filtered: false,
      reporters: [{ name: 'pretty', file: undefined }],
      shard: { index: 0, count: 1 },
      parallel: 1,
      seed: 1,
      order: undefined,
      explore: 0,
      patience: undefined,
      update: false,
      ci: false,
      timeline: false,
      failFast: false,
      dryRun: false,
      quiet: false,
      watch: false,
    })
  })

  it('reads every option', () => {
    const given =
      '-t @a --tags @b --name x -u -r dot -r junit:o/r.xml --seed 7 --explore 9 --watch --timeline -j 2 --fail-fast --patience 1m30s -q --dry-run --shard 2/3 a b:4'
    const { tags, name, ...rest } = readRunOptions(given.split(' '), { CI: 'false' })
    expect([tags(new Set(['@a'])), tags(new Set(['@a', '@b'])), name('ax'), name('a')]).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(rest).toEqual({
      paths: ['a', 'b:4'],
      filtered: true,
      reporters: [
        { name: 'dot', file: undefined },
        { name: 'junit', file: 'o/r.xml' },
      ],
      shard: { index: 1, count: 3 },
      parallel: 2,
      seed: 7,
      order: undefined,
      explore: 9,
      patience: 90_000,
      update: true,
      ci: false,
      timeline: true,
      failFast: true,
      dryRun: true,
      quiet: true,
      watch: true,
    })
  })

  it('plays in one order or in many', () => {
    expect(readRunOptions(['--order', '3'], {}).order).toBe(3)
    expect(() => readRunOptions(['--order', '3', '--explore', '2'], {})).toThrow('--order plays in one order')
    expect(() => readRunOptions(['--order', '3', '-u'], {})).toThrow('-u writes what is found in the usual order')
    expect(() => readRunOptions(['--order', '0'], {})).toThrow('--order: "0" is not a whole number')
  })

  it('keeps a report for people when all others go to files', () => {
    expect(readRunOptions(['-r', 'json:a.json'], {}).reporters).toEqual([
      { name: 'pretty', file: undefined },
      { name: 'json', file: 'a.json' },
    ])
  })

  it.each([
    [['--seed', '-1'], "Option '--seed' argument is ambiguous"],
    [['--seed', '1.5'], '--seed: "1.5" is not a whole number from 0 to 4294967295'],
    [['-j', '0'], '--parallel: "0" is not a whole number from 1 to 256'],
    [['--patience', '5 minutes'], '--patience: "5 minutes" is not a duration'],
    [['--shard', '0/2'], '--shard: "0/2" is not a part like 2/5'],
    [['-r', 'dot', '-r', 'json'], '--reporter: two reports would go to standard output'],
    [['-r', 'junit:'], '--reporter: no file after "junit:"'],
    [['--quite'], 'unknown option --quite'],
  ])('refuses %j', (args, message) => {
    expect(() => readRunOptions(args, {})).toThrow(message)
  })
})
