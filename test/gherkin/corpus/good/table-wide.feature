Feature: 表
  Scenario: s
    Given a table
      | 名前 | 数 |
      | 舞台 | 一 |
