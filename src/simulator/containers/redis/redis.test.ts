// A redis server and its client in one container: what commands answer, on a terminal and off it.
import { expect, it } from 'vitest'
import type { Listener } from '../contract.ts'
import { image as redis } from '../images/redis.ts'
import { runExec, startExec, startMain } from '../main-process.ts'
import { Terminal } from '../terminal.ts'
import { worldOf } from '../world.fixture.ts'

/** A container of redis that has run for a second. */
function server(argv: readonly string[] = ['docker-entrypoint.sh', 'redis-server'], tag = '8.0') {
  const ports = new Map<number, Listener>()
  const world = worldOf({
    image: redis,
    tag,
    network: {
      ip: '10.0.0.1',
      listen: (port, listener) => ports.set(port, listener) !== undefined,
      close: (port) => ports.delete(port),
      connect: (_, port) => ports.get(port) ?? 'refused',
      resolve: (name) => (name === 'nowhere' ? undefined : '127.0.0.1'),
      addresses: () => [],
    },
  })
  const { clock } = world
  world.files.write('/tmp/redis.conf', '# sizes\nmaxmemory 1gb\nport 7000\nsave 60 1\n')
  let ended: unknown
  const main = startMain(argv, redis, undefined, { clock, world, exit: (exit) => (ended = exit) })
  if ('startError' in main) throw new Error(main.startError)
  clock.runTo(clock.now() + 1000)
  return {
    main,
    wait: (seconds: number) => clock.runTo(clock.now() + seconds * 1000),
    ended: () => ended,
    cli: (...args: string[]) => {
      let said: unknown
      startExec(world, ['redis-cli', ...args], ({ stdout, stderr, exitCode }) => {
        said = [stdout, stderr, exitCode]
      })
      clock.runTo(clock.now() + 100)
      return said
    },
    typed: (...lines: string[]) => {
      let shown = ''
      const terminal = new Terminal({ write: (text) => (shown += text) })
      runExec(world, ['redis-cli'], { input: terminal, out: terminal.output, err: terminal.output }, () => {})
      for (const line of lines) terminal.type(`${line}\r`)
      clock.runTo(clock.now() + 100)
      return shown.split('\r\n')
    },
  }
}

it('answers in words on a terminal', () => {
  const { typed } = server()
  expect(typed('set greeting "hello\\n\\"you\\""', 'get greeting', 'get nobody', 'incr n', 'keys *', 'exit')).toEqual([
    '127.0.0.1:6379> set greeting "hello\\n\\"you\\""',
    'OK',
    '127.0.0.1:6379> get greeting',
    '"hello\\n\\"you\\""',
    '127.0.0.1:6379> get nobody',
    '(nil)',
    '127.0.0.1:6379> incr n',
    '(integer) 1',
    '127.0.0.1:6379> keys *',
    '1) "greeting"',
    '2) "n"',
    '127.0.0.1:6379> exit',
    '',
  ])
  expect(typed('lrange none 0 -1', 'get', 'incr greeting', 'get "open', 'select 3', 'dbsize').slice(1, -1)).toEqual([
    '(empty array)',
    '127.0.0.1:6379> get',
    "(error) ERR wrong number of arguments for 'get' command",
    '127.0.0.1:6379> incr greeting',
    '(error) ERR value is not an integer or out of range',
    '127.0.0.1:6379> get "open',
    'Invalid argument(s)',
    '127.0.0.1:6379> select 3',
    'OK',
    '127.0.0.1:6379[3]> dbsize',
    '(integer) 0',
  ])
  expect(server(undefined, '5.0.4').typed('keys *')[1]).toBe('(empty list or set)')
})

it('answers as it is elsewhere', () => {
  const { cli } = server()
  expect(cli('rpush', 'queue', 'a', 'b', 'c')).toEqual(['3\n', '', 0])
  expect(cli('lpop', 'queue')).toEqual(['a\n', '', 0])
  expect(cli('lrange', 'queue', '-2', '-1')).toEqual(['b\nc\n', '', 0])
  expect(cli('get', 'queue')).toEqual(['WRONGTYPE Operation against a key holding the wrong kind of value\n\n', '', 0])
  expect(cli('get', 'none')).toEqual(['\n', '', 0])
  expect(cli('hset', 'h', 'x', '1', 'y', '2')).toEqual(['2\n', '', 0])
  expect(cli('hgetall', 'h')).toEqual(['x\n1\ny\n2\n', '', 0])
  expect(cli('geoadd', 'g')).toEqual(['NotSimulated: the command geoadd\n\n', '', 0])
  expect(cli('config', 'get', 'slowlog-max-len')).toEqual(['NotSimulated: CONFIG get slowlog-max-len\n\n', '', 0])
})

it('lets keys end', () => {
  const { cli, wait } = server()
  cli('set', 'a', '1', 'EX', '10')
  cli('set', 'b', '1')
  cli('expire', 'b', '20')
  wait(5)
  expect(cli('ttl', 'a')).toEqual(['5\n', '', 0])
  wait(5)
  expect(cli('mget', 'a', 'b')).toEqual(['\n1\n', '', 0])
  expect(cli('persist', 'b')).toEqual(['1\n', '', 0])
  expect([cli('ttl', 'b'), cli('ttl', 'a')]).toEqual([
    ['-1\n', '', 0],
    ['-2\n', '', 0],
  ])
})

it('is configured by a file, and by options after it', () => {
  const { cli } = server(['redis-server', '/tmp/redis.conf', '--maxmemory', '2m', '--requirepass', 'secret'])
  expect(cli('ping')).toEqual(['', 'Could not connect to Redis at 127.0.0.1:6379: Connection refused\n', 1])
  expect(cli('-p', '7000', 'ping')).toEqual(['NOAUTH Authentication required.\n\n', '', 0])
  const warning = "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n"
  expect(cli('-p', '7000', '-a', 'secret', 'config', 'get', 'maxmemory')).toEqual(['maxmemory\n2000000\n', warning, 0])
  expect(cli('-h', 'nowhere', 'ping')).toEqual([
    '',
    'Could not connect to Redis at nowhere:6379: Name or service not known\n',
    1,
  ])
})

it('ends well at SIGTERM', () => {
  const { main, wait, ended } = server(['docker-entrypoint.sh', '--appendonly', 'yes'])
  main.signal('SIGTERM')
  wait(1)
  expect(ended()).toEqual({ code: 0 })
})
