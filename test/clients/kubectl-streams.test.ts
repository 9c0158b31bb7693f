// The public kubectl's ways into containers of a served cluster: logs -f, exec -i, attach, run -i, port-forward, cp, debug. Each over the
// protocols kubectl knows: WebSockets first, SPDY where it is told so. Without a kubectl on this machine the test says so.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runPod, type ServedCluster, servedCluster } from './served.ts'

const absent = spawnSync('kubectl', ['version', '--client']).status !== 0
if (absent) console.warn('no kubectl on this machine: its tests are left out')

let cluster: ServedCluster
beforeAll(async () => {
  cluster = await servedCluster()
  const ticks = 'i=0; while true; do i=$((i+1)); echo tick $i; sleep 10; done'
  await Promise.all([
    runPod(cluster, { name: 'ticker', command: ['sh', '-c', ticks] }),
    runPod(cluster, { name: 'web', image: 'nginx' }),
  ])
})
afterAll(() => cluster.close())

const SPDY = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' }
const WEBSOCKETS = { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'true', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'true' }

/** A kubectl at work. */
class Kubectl {
  readonly child: ChildProcessWithoutNullStreams
  out = ''
  err = ''
  readonly ended: Promise<{ code: number | null; out: string; err: string }>
  #waiting: (() => void) | undefined

  constructor(args: readonly string[], variables: Record<string, string> = {}) {
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, KUBECTL_KUBERC: 'false', ...variables }
    this.child = spawn('kubectl', args, { env, timeout: 60_000 })
    const hear = (stream: 'out' | 'err') => (chunk: Buffer) => {
      this[stream] += chunk
      this.#waiting?.()
    }
    this.child.stdout.on('data', hear('out'))
    this.child.stderr.on('data', hear('err'))
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code) => {
        this.#waiting?.()
        resolve({ code, out: this.out, err: this.err })
      })
    })
  }

  async has(text: string): Promise<void> {
    while (!this.out.includes(text) && !this.err.includes(text) && this.child.exitCode === null)
      await new Promise<void>((resolve) => {
        this.#waiting = resolve
      })
    expect(this.out + this.err).toContain(text)
  }
}

/** Runs it to its end, with this input. */
function kubectl(args: readonly string[], input = '', variables: Record<string, string> = {}): Kubectl['ended'] {
  const run = new Kubectl(args, variables)
  run.child.stdin.end(input)
  return run.ended
}

describe.skipIf(absent)('kubectl', () => {
  it('follows a log until it is stopped', async () => {
    const logs = new Kubectl(['logs', '-f', 'ticker', '--tail=1'])
    await logs.has('tick')
    const seen = Number(/tick (\d+)/.exec(logs.out)?.[1])
    await logs.has(`tick ${seen + 2}\n`)
    logs.child.kill('SIGINT')
    await logs.ended
    expect(logs.out).toMatch(new RegExp(`^tick ${seen}\ntick ${seen + 1}\ntick ${seen + 2}\n`))
  })

  for (const [protocol, variables] of Object.entries({ WebSockets: WEBSOCKETS, SPDY }))
    it(`executes with input and exit code over ${protocol}`, async () => {
      const args = ['exec', '-i', 'ticker', '--', 'sh']
      expect(await kubectl(args, 'read x\nhello\necho "<$x>"; echo oops >&2\nexit 3\n', variables)).toEqual({
        code: 3,
        out: '<hello>\n',
        err: 'oops\ncommand terminated with exit code 3\n',
      })
      const text = Array.from({ length: 30_000 }, (_, i) => `${i}\n`).join('')
      const through = await kubectl(['exec', '-i', 'ticker', '--', 'cat'], text, variables)
      expect([through.code, through.err, through.out === text]).toEqual([0, '', true])
    })

  it('attaches to a process that reads', async () => {
    const args = ['run', 'reader', '--image=busybox', '-i', '--rm', '--restart=Never', '--', 'sh', '-c']
    const run = new Kubectl([...args, 'while read x; do echo "got $x"; done; exit 2'])
    run.child.stdin.end('one\ntwo\n')
    const { code, out } = await run.ended
    expect([code, out.replace(/pod "reader" deleted.*\n/, '')]).toEqual([2, 'got one\ngot two\n'])
    const attach = new Kubectl(['attach', 'ticker'])
    await attach.has('tick')
    attach.child.kill('SIGINT')
    await attach.ended
    expect(await kubectl(['exec', 'web', '-c', 'nope', '--', 'ls'])).toEqual({
      code: 1,
      out: '',
      err: 'Error from server (BadRequest): container nope is not valid for pod web\n',
    })
  })

  for (const [protocol, variables] of Object.entries({ WebSockets: WEBSOCKETS, SPDY }))
    it(`forwards ports over ${protocol}`, async () => {
      const forward = new Kubectl(['port-forward', 'pod/web', ':80', ':81'], variables)
      await forward.has('-> 81\n')
      const [web, nobody] = [...forward.out.matchAll(/127\.0\.0\.1:(\d+) ->/g)].map(([, port]) => port)
      for (let i = 0; i < 3; i++) {
        const page = await fetch(`http://127.0.0.1:${web}/`)
        expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Welcome to nginx!')])
      }
      await expect(fetch(`http://127.0.0.1:${nobody}/`)).rejects.toThrow()
      const { err } = await forward.ended
      expect(err).toContain('connect: connection refused')
      expect(err).toContain('error: lost connection to pod\n')
    })

  it('reaches pods through the proxy of the API server', async () => {
    const proxy = new Kubectl(['proxy', '--port=0'])
    await proxy.has('Starting to serve on ')
    const address = /127\.0\.0\.1:\d+/.exec(proxy.out)?.[0]
    const page = await fetch(`http://${address}/api/v1/namespaces/default/pods/web:80/proxy`)
    expect([page.url.endsWith('/proxy/'), await page.text()]).toEqual([
      true,
      expect.stringContaining('Welcome to nginx!'),
    ])
    proxy.child.kill()
    await proxy.ended
  })

  it('copies trees there and back', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-cp-'))
    try {
      fs.mkdirSync(path.join(folder, 'there/sub'), { recursive: true })
      fs.writeFileSync(path.join(folder, 'there/a.txt'), 'hello\n')
      fs.writeFileSync(path.join(folder, 'there/sub/b.txt'), '日本\n')
      expect(await kubectl(['cp', path.join(folder, 'there'), 'ticker:/tmp/d'])).toMatchObject({ code: 0, err: '' })
      expect((await kubectl(['exec', 'ticker', '--', 'cat', '/tmp/d/sub/b.txt'])).out).toBe('日本\n')
      await kubectl(['cp', 'ticker:/tmp/d', path.join(folder, 'back')])
      expect(fs.readFileSync(path.join(folder, 'back/a.txt'), 'utf8')).toBe('hello\n')
      expect(fs.readFileSync(path.join(folder, 'back/sub/b.txt'), 'utf8')).toBe('日本\n')
    } finally {
      fs.rmSync(folder, { recursive: true })
    }
  })

  it('debugs with another container', async () => {
    const args = ['debug', 'web', '--image=busybox', '-i', '-q', '--profile=general', '--', 'sh']
    const { code, out } = await kubectl(args, 'hostname\nexit\n')
    expect([code, out]).toEqual([0, 'web\n'])
  })
})
