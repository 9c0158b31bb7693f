# language: ja
機能: もし — パッチを当てる

  背景:
    前提 ノードのないクラスター
    かつ "../../manifests/shop/settings.yaml" のオブジェクトがある

  シナリオ: 組み込みの種類らしく、ストラテジックに
    もし ConfigMap "settings" に次のパッチを当てる:
      """yaml
      data: {size: large}
      """
    ならば その data は次のとおり:
      """yaml
      colour: blue
      size: large
      """

  シナリオ: マージパッチで
    もし ConfigMap "settings" に次のマージパッチを当てる:
      """yaml
      data: {colour: null, size: small}
      """
    ならば その data は次のとおり:
      """yaml
      size: small
      """

  シナリオ: JSON パッチで
    もし ConfigMap "settings" に次の JSON パッチを当てる:
      """yaml
      - {op: replace, path: /data/colour, value: green}
      """
    ならば その data.colour は "green" である

  シナリオ: ファイルで
    もし ConfigMap "settings" に "../../manifests/patch.yaml" のパッチを当てる
    ならば その data.colour は "red" である

  シナリオ: 誰がするかを先に言う
    もし "alice" として、ConfigMap "settings" に次のパッチを当てる:
      """yaml
      data: {size: large}
      """
    ならば Forbidden で拒否される:
      """
      configmaps "settings" is forbidden: User "alice" cannot patch resource "configmaps" in API group "" in the namespace "default"
      """
