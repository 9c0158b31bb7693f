import { describe, expect, it } from 'vitest'
import { unifiedDiff } from './diff.ts'

const before = `apiVersion: v1
kind: Pod
spec:
  containers:
  - name: a
    image: nginx
  - name: b
    image: nginx
    resources:
      limits:
        cpu: 1
      requests:
        cpu: 1
  nodeName: n1
  hostname: h
  priority: 0
metadata:
  labels:
    app.kubernetes.io/name: web
    tier: x
`

describe('unifiedDiff', () => {
  it('says nothing about equal texts', () => {
    expect(unifiedDiff(before, before)).toEqual([])
  })

  it('heads each hunk with the path of its first change', () => {
    const after = before
      .replace('        cpu: 1\n      requests', '        cpu: 2\n      requests')
      .replace('tier: x', 'tier: y')
    expect(unifiedDiff(before, after)).toEqual([
      '@@ -8,7 +8,7 @@ spec.containers[1].resources.limits.cpu',
      '     image: nginx',
      '     resources:',
      '       limits:',
      '-        cpu: 1',
      '+        cpu: 2',
      '       requests:',
      '         cpu: 1',
      '   nodeName: n1',
      '@@ -17,4 +17,4 @@ metadata.labels.tier',
      ' metadata:',
      '   labels:',
      '     app.kubernetes.io/name: web',
      '-    tier: x',
      '+    tier: y',
    ])
  })

  it('heads added lines with where they now stand', () => {
    expect(unifiedDiff('a:\n  b: 1\n', 'a:\n  b: 1\n  x.y/z: 2\n')).toEqual([
      '@@ -1,2 +1,3 @@ a["x.y/z"]',
      ' a:',
      '   b: 1',
      '+  x.y/z: 2',
    ])
  })
})
