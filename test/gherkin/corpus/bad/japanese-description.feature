# language: ja
機能: f
  シナリオ: s
    もしもの話をしよう
    続きの説明
    前提 x
