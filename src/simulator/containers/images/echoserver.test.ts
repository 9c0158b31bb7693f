// What echoserver says of a request, in the words of its two generations.
import { expect, it } from 'vitest'
import { worldOf } from '../world.fixture.ts'
import { image } from './echoserver.ts'

function told(tag: string, env: Record<string, string> = {}): string | undefined {
  const program = image.programs?.['/usr/local/bin/run.sh']
  if (program === undefined || typeof program === 'function') throw new Error('no server')
  const world = worldOf({ image, tag, env: { HOSTNAME: 'echo', ...env } })
  const headers = { Host: 'echo:9000', 'User-Agent': 'curl', Accept: '*/*' }
  return program.http?.({ method: 'GET', path: '/a?b=c', headers, from: '10.0.0.9' }, world).body
}

it('is 1.4', () => {
  expect(told('1.4')).toBe(`CLIENT VALUES:
client_address=10.0.0.9
command=GET
real path=/a?b=c
query=b=c
request_version=1.1
request_uri=http://echo:8080/a?b=c

SERVER VALUES:
server_version=nginx: 1.10.0 - lua: 10001

HEADERS RECEIVED:
accept=*/*
host=echo:9000
user-agent=curl
BODY:
-no body in request-`)
})

it('is 1.10, which may know its pod', () => {
  const text = told('1.10', { POD_NAME: 'echo', NODE_NAME: 'node-1', POD_NAMESPACE: 'default', POD_IP: '10.0.0.1' })
  expect(text).toBe(`

Hostname: echo

Pod Information:
	node name:	node-1
	pod name:	echo
	pod namespace:	default
	pod IP:	10.0.0.1

Server values:
	server_version=nginx: 1.13.3 - lua: 10008

Request Information:
	client_address=10.0.0.9
	method=GET
	real path=/a?b=c
	query=b=c
	request_version=1.1
	request_scheme=http
	request_uri=http://echo:8080/a?b=c

Request Headers:
	accept=*/*
	host=echo:9000
	user-agent=curl

Request Body:
	-no body in request-

`)
  expect(told('1.10')).toContain('\nPod Information:\n\t-no pod information available-\n')
})
