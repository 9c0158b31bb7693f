# language: ja
機能: f
  シナリオ: 説明のつもり
    もしもの話
    ならば z
