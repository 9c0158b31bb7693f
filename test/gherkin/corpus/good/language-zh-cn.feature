# language: zh-CN
功能: 功能
  场景: 场景
    假如一个集群
    当 应用
    那么就绪
    而且x
