// tar in a container: archives there and back, read by the real format's rules, and what it says of mistakes.
import { describe, expect, it } from 'vitest'
import type { World } from '../contract.ts'
import { runExec } from '../main-process.ts'
import { Pipe, TextSink } from '../shell/streams.ts'
import { worldOf } from '../world.fixture.ts'
import { tarBytes, tarEntries } from './tar-format.ts'

function run(
  given: World,
  argv: readonly string[],
  input = '',
): { out: string; err: string; code: number | undefined } {
  const [out, err, pipe] = [new TextSink(), new TextSink(), new Pipe()]
  let code: number | undefined
  runExec(given, argv, { input: pipe, out, err }, ({ exitCode }) => {
    code = exitCode
  })
  pipe.write(input)
  pipe.close()
  return { out: out.text, err: err.text, code }
}

const entry = (name: string, content: string) => ({
  name,
  directory: false,
  mode: 0o640,
  modified: 1_000_000,
  content: Buffer.from(content),
})

describe('the format', () => {
  it('keeps entries, long names and other letters', () => {
    const entries = [
      entry('a.txt', 'hello'),
      { ...entry('d/', ''), directory: true, mode: 0o755 },
      entry(`d/${'long'.repeat(40)}.txt`, 'x'.repeat(600)),
      entry('ü.txt', '日本'),
    ]
    const bytes = tarBytes(entries)
    expect(bytes.length % 512).toBe(0)
    expect(tarEntries(bytes)).toEqual(entries)
  })

  it('knows what is no archive', () => {
    expect(tarEntries(Buffer.from('x'))).toBe('short read')
    expect(tarEntries(Buffer.alloc(512, 'x'))).toBe('invalid tar magic')
    expect(tarEntries(tarBytes([entry('a', 'hello')]).subarray(0, 514))).toBe('short read')
  })
})

describe('the program', () => {
  it('packs a tree and unpacks it elsewhere', () => {
    const given = worldOf()
    given.files.makeDirectory('/src/sub', true)
    given.files.write('/src/a', 'one\n')
    given.files.write('/src/sub/b', '日本\n')
    const packed = run(given, ['tar', 'cf', '-', '/src'])
    expect([packed.code, packed.err]).toEqual([0, "tar: removing leading '/' from member names\n"])
    expect(run(given, ['tar', '-tf', '-'], packed.out).out).toBe('src/\nsrc/sub/\nsrc/sub/b\nsrc/a\n')
    expect(run(given, ['tar', '-xmf', '-', '-C', '/tmp'], packed.out)).toEqual({ out: '', err: '', code: 0 })
    expect([given.files.read('/tmp/src/a'), given.files.read('/tmp/src/sub/b')]).toEqual(['one\n', '日本\n'])
  })

  it('tells of mistakes, and of what is not simulated', () => {
    const given = worldOf()
    expect(run(given, ['tar', 'cf', '-', 'nope'])).toMatchObject({
      err: 'tar: nope: No such file or directory\ntar: error exit delayed from previous errors\n',
      code: 1,
    })
    expect(run(given, ['tar', 'xf', '-', '-C', '/nope'])).toMatchObject({
      err: "tar: can't change directory to '/nope': No such file or directory\n",
      code: 1,
    })
    expect(run(given, ['tar', 'xf', 'nope.tar']).err).toBe("tar: can't open 'nope.tar': No such file or directory\n")
    expect(run(given, ['tar', 'xf', '-'], '\ufffd').err).toContain('NotSimulated')
    expect(run(given, ['tar', 'xzf', '-'])).toMatchObject({
      err: 'tar: compressed archives are NotSimulated\n',
      code: 1,
    })
  })
})
