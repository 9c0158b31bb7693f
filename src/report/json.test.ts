import { describe, expect, it } from 'vitest'
import { reportExample } from './example-run.fixture.ts'
import { reporter } from './json.ts'

describe('json', () => {
  it('reports the example run', () => {
    expect(reportExample(reporter)).toMatchInlineSnapshot(`
      "{
        "format": "kabuki/1",
        "summary": {
          "scenarios": 3,
          "passed": 1,
          "failed": 1,
          "skipped": 1,
          "undefined": 0,
          "snapshots": {
            "written": 1,
            "updated": 0,
            "matched": 2,
            "failed": 1,
            "obsolete": [
              "scenarios/a.feature: Gone › it"
            ],
            "removed": 0
          }
        },
        "diagnostics": [
          {
            "code": "sentence/unknown",
            "severity": "error",
            "message": "no sentence begins like this",
            "file": "scenarios/c.feature",
            "line": 2,
            "column": 3,
            "hint": "see kabuki explain, 100% of it"
          }
        ],
        "scenarios": [
          {
            "file": "scenarios/a.feature",
            "feature": "Quota <1> & more",
            "name": "It passes",
            "line": 3,
            "tags": [],
            "outcome": "passed",
            "seed": 7,
            "clusterTime": 61000,
            "steps": [
              {
                "keyword": "Given ",
                "text": "a cluster",
                "line": 4,
                "column": 5,
                "outcome": "passed"
              },
              {
                "keyword": "Then ",
                "text": "pod \\"a\\" is Running",
                "line": 5,
                "column": 5,
                "outcome": "passed",
                "notes": [
                  "spec.x is NotSimulated"
                ]
              }
            ]
          },
          {
            "file": "scenarios/a.feature",
            "feature": "Quota <1> & more",
            "rule": "Refusals",
            "name": "It fails # 1",
            "line": 9,
            "tags": [
              "@slow"
            ],
            "outcome": "failed",
            "seed": 7,
            "clusterTime": 0,
            "steps": [
              {
                "keyword": "When ",
                "text": "I apply \\"a.yaml\\"",
                "line": 10,
                "column": 5,
                "outcome": "passed"
              },
              {
                "keyword": "Then ",
                "text": "pod \\"a\\" is Running",
                "line": 11,
                "column": 5,
                "outcome": "failed",
                "failure": {
                  "summary": "pod \\"a\\" is Pending, not Running",
                  "expected": "Running",
                  "actual": "Pending",
                  "details": [
                    "0/1 nodes are available:\\n1 Insufficient memory."
                  ],
                  "history": [
                    {
                      "at": 2000,
                      "by": "system:kube-scheduler",
                      "object": "pod default/a",
                      "what": "FailedScheduling\\u001b[31m"
                    }
                  ]
                }
              },
              {
                "keyword": "And ",
                "text": "it matches its snapshot",
                "line": 12,
                "column": 5,
                "outcome": "failed",
                "failure": {
                  "summary": "it differs",
                  "diff": [
                    "@@ -1,1 +1,1 @@ kind",
                    "-kind: A",
                    "+kind: B"
                  ],
                  "expected": "a\\nb\\n",
                  "actual": ""
                }
              }
            ]
          },
          {
            "file": "scenarios/b.feature",
            "feature": "Other",
            "name": "",
            "line": 2,
            "tags": [],
            "outcome": "skipped",
            "seed": 7,
            "clusterTime": 0,
            "steps": [
              {
                "keyword": "* ",
                "text": "nothing",
                "line": 3,
                "column": 5,
                "outcome": "skipped"
              }
            ]
          }
        ]
      }
      "
    `)
  })
})
