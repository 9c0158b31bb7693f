// The ways into containers with the official JavaScript client: logs that are followed, exec with input, attach, port-forward.
import { PassThrough, type Readable } from 'node:stream'
import { Attach, Exec, KubeConfig, Log, PortForward, type V1Status } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runPod, type ServedCluster, servedCluster } from './served.ts'

let cluster: ServedCluster
let config: KubeConfig

beforeAll(async () => {
  cluster = await servedCluster()
  config = new KubeConfig()
  config.loadFromFile(cluster.kubeconfig)
  const reader = 'echo ready; while read x; do echo "got $x"; done; echo bye'
  const stdin = { stdin: true, stdinOnce: true }
  await Promise.all([
    runPod(cluster, { name: 'reader', command: ['sh', '-c', reader], container: stdin }),
    runPod(cluster, { name: 'idle', command: ['sleep', '36000'] }),
    runPod(cluster, { name: 'web', image: 'nginx' }),
  ])
})
afterAll(() => cluster.close())

/** Reads until the text holds what is waited for, or to the end. */
async function until(stream: Readable, holds: (text: string) => boolean): Promise<string> {
  let text = ''
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += chunk
    if (holds(text)) break
  }
  return text
}

const toEnd = (stream: Readable): Promise<string> => until(stream, () => false)

it('follows a log until the container ends, and attaches to what writes it', async () => {
  const log = new PassThrough()
  await new Log(config).log('default', 'reader', 'main', log, { follow: true })
  expect(await until(log, (text) => text.includes('ready\n'))).toBe('ready\n')
  const [stdin, stdout] = [new PassThrough(), new PassThrough()]
  await new Attach(config).attach('default', 'reader', 'main', stdout, null, stdin, false)
  stdin.write('one\n')
  expect(await until(log, (text) => text.includes('one\n'))).toBe('got one\n')
  stdin.end('two\n')
  expect(await toEnd(log)).toBe('got two\nbye\n')
  expect(await toEnd(stdout)).toBe('got one\ngot two\nbye\n')
})

it('executes with input', async () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const status = new Promise<V1Status>((resolve, reject) => {
    const command = ['sh', '-c', 'wc -l; echo done >&2; exit 4']
    new Exec(config).exec('default', 'idle', 'main', command, stdout, stderr, stdin, false, resolve).catch(reject)
  })
  stdin.end('a\nb\nc\n')
  expect(await status).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode' })
  expect([await toEnd(stdout), await toEnd(stderr)]).toEqual(['3\n', 'done\n'])
})

it('forwards a port to what listens there, and tells of one where nobody does', async () => {
  const [input, output, error] = [new PassThrough(), new PassThrough(), new PassThrough()]
  await new PortForward(config).portForward('default', 'web', [80], output, error, input)
  input.write('GET / HTTP/1.1\r\nHost: web\r\n\r\n')
  const page = await until(output, (text) => text.includes('</html>'))
  expect(page).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*<h1>Welcome to nginx!<\/h1>/)

  const [nothing, refused] = [new PassThrough(), new PassThrough()]
  await new PortForward(config).portForward('default', 'web', [81], nothing, refused, new PassThrough())
  const said = await until(refused, (text) => text.endsWith(' '))
  expect(said.replaceAll(/[0-9a-f]{64}/g, '<sandbox>').replace(/cni-[-0-9a-f]{36}/, 'cni-<uuid>')).toBe(
    'error forwarding port 81 to pod <sandbox>, uid : failed to execute portforward in network namespace ' +
      '"/var/run/netns/cni-<uuid>": failed to connect to localhost:81 inside namespace "<sandbox>", ' +
      'IPv4: dial tcp4 127.0.0.1:81: connect: connection refused IPv6 dial tcp6 [::1]:81: connect: connection refused ',
  )
})
