import { describe, expect, it } from 'vitest'
import type { PodNetwork } from '../contract.ts'
import { startExec } from '../main-process.ts'
import { worldOf } from '../world.fixture.ts'

const network: PodNetwork = {
  ...worldOf().network,
  resolve: (name) => (name === 'web' ? '10.96.0.1' : undefined),
  addresses: (name) => (name === 'web' ? ['10.96.0.1'] : []),
}

const world = () => worldOf({ env: { PATH: '/bin', NAME: 'kabuki' }, network })

/** Runs a script for at most an hour: stdout, stderr, exit code and how many seconds it took. */
function sh(script: string, given = world()) {
  const { clock } = given
  const start = clock.now()
  let result: unknown
  startExec(given, ['sh', '-c', script], ({ stdout, stderr, exitCode }) => {
    result = [stdout, stderr, exitCode, (clock.now() - start) / 1000]
  })
  clock.runTo(start + 3_600_000)
  return result
}

describe('the shell', () => {
  it.each([
    ['echo hello "$NAME" ${X:-none} ${#NAME}', 'hello kabuki none 6\n'],
    ['i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done', '0\n1\n2\n'],
    ['for f in a b c; do printf "%s-" $f; done; echo', 'a-b-c-\n'],
    ['if test -f /none; then echo yes; else echo no; fi', 'no\n'],
    ['case "$NAME" in k*) echo k;; *) echo other;; esac', 'k\n'],
    ['printf "b\\na\\nb\\n" | sort | uniq -c', '      1 a\n      2 b\n'],
    ['echo one > /tmp/f; echo two >> /tmp/f; cat /tmp/f; wc -l < /tmp/f', 'one\ntwo\n2\n'],
    ['f() { echo "got $1"; return 3; }; f x; echo $?', 'got x\n3\n'],
    ['x=$(echo a; echo b); echo "$x" | tr a-z A-Z', 'A\nB\n'],
    ['(cd /tmp; pwd); pwd', '/tmp\n/\n'],
    ['true && echo and || echo or; false && echo and || echo or', 'and\nor\n'],
    ['cat <<EOF\nhi $NAME\nEOF', 'hi kabuki\n'],
    ['seq 3 | sed s/2/two/ | grep -v 1', 'two\n3\n'],
    ['seq 4 | tail -n +3; seq 4 | tail -n 1; seq 4 | tail -2 | head -n 1', '3\n4\n4\n3\n'],
    ['echo a.log b.txt | cut -d" " -f2; p=a.tar.gz; echo ${p%.gz} ${p##*.}', 'b.txt\na.tar gz\n'],
    ['set -- x y; echo $# $2; shift; echo $1', '2 y\ny\n'],
    ['mkdir -p /d/e; touch /d/e/1.log /d/e/2.log; ls /d/e/*.log', '/d/e/1.log\n/d/e/2.log\n'],
    ['expr 2 + 3; echo $((7 % 4 * 2))', '5\n6\n'],
    ['echo -n x; echo -e "a\\tb"', 'xa\tb\n'],
    ['date -u +%Y-%m-%dT%H:%M:%S', '2026-01-01T00:00:00\n'],
    ['yes | head -n 2', 'y\ny\n'],
    ['head -c 3 /dev/zero; head -c 2 < /dev/zero', '\0\0\0\0\0'],
    ['head -c 1M /dev/urandom | wc -c; head -c 1k /dev/zero > /tmp/z; wc -c < /tmp/z', '1048576\n1024\n'],
    ['[ $(head -c 9 /dev/urandom | base64) = $(head -c 9 /dev/urandom | base64) ] && echo same', 'same\n'],
    ['tr -dc A-Z < /dev/urandom | head -c 4 | wc -c', '4\n'],
    ['printf abcdef | head -c -2; printf abcdef | tail -c 2; printf abcdef | tail -c +5', 'abcdefef'],
    ['dd if=/dev/urandom bs=16 count=2 2> /dev/null | wc -c', '32\n'],
    [
      'printf abc > /tmp/f; dd if=/tmp/f bs=2 2>&1; printf xyz | dd bs=1 count=2 2> /tmp/e',
      'abc1+1 records in\n1+1 records out\nxy',
    ],
    [
      'dd if=/dev/zero of=/tmp/big bs=1M count=3 2>&1; stat -c %s /tmp/big',
      '3+0 records in\n3+0 records out\n3145728\n',
    ],
    ['timeout 5 dd if=/dev/zero of=/dev/zero; echo $?', '143\n'],
  ])('%s', (script, stdout) => {
    expect(sh(script)).toEqual([stdout, '', 0, expect.any(Number)])
  })

  it.each([
    ['nope', ['', 'sh: nope: not found\n', 127, 0]],
    ['cat /tmp/none', ['', "cat: can't open '/tmp/none': No such file or directory\n", 1, 0]],
    ['echo x > /none/f', ['', "sh: can't create /none/f: nonexistent directory\n", 1, 0]],
    ['exit 7', ['', '', 7, 0]],
    ['set -e; false; echo never', ['', '', 1, 0]],
    ['kill -9 $', ['', "sh: invalid number '$'\n", 1, 0]],
    ['sleep 2; echo done', ['done\n', '', 0, 2]],
    ['sleep 5 & sleep 3; echo main; wait; echo all', ['main\nall\n', '', 0, 5]],
    ['timeout 2 sleep 10; echo $?', ['143\n', '', 0, 2]],
    ['sleep 100 & p=$!; sleep 1; kill $p; wait $p; echo $?', ['143\n', '', 0, 1]],
    ['trap "echo bye" EXIT; exit 4', ['bye\n', '', 4, 0]],
    ['(sleep 1; echo late >> /tmp/l) & touch /tmp/l; timeout 3 tail -f /tmp/l', ['late\n', '', 143, 3]],
  ])('%s', (script, result) => {
    expect(sh(script)).toEqual(result)
  })

  it('does not run for ever on nothing', () => {
    const given = world()
    expect(sh('while :; do :; done', given)).toBeUndefined()
    expect(given.clock.now()).toBe(Date.UTC(2026, 0, 1, 1))
  })
})
