# language: ja
# Played once by the build, so that the grammar of this tongue is kept compiled too.
機能: 準備運動
  シナリオ: ノードがある
    前提 クラスター
    ならば ノードが1台ある
